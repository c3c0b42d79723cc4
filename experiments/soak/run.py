"""All scenarios on all arms, one after another."""

import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

from experiments.compare.agenda import start_s
from experiments.compare.watcher import Watcher
from experiments.errors import LabError
from experiments.soak.finding import Finding, Outcome
from experiments.soak.ground import Ground
from experiments.soak.judge import judged
from experiments.soak.pictures import keep_pictures
from experiments.soak.scenario import Scenario
from experiments.soak.stage import Doors, staged
from experiments.topology import Topology

JUDGED_S: Final = 2.0
"""Until an arm is still, read and judged, after a scenario."""


@dataclass(frozen=True)
class Plan:
    """`is_cut`: the small size of everything."""

    seed: int
    is_cut: bool
    topologies: Sequence[Topology]
    scenarios: Sequence[Scenario[Any]]


class Soak:
    """`outcomes` grow as it runs, so that an interruption leaves what was found. Files of its own
    go into `folder`."""

    def __init__(self, plan: Plan, doors: Doors, watcher: Watcher, folder: Path) -> None:
        self.outcomes: list[Outcome] = []
        self._plan = plan
        self._doors = doors
        self._watcher = watcher
        self._folder = folder

    @property
    def left_s(self) -> float:
        """Seconds of what is not done yet. An arm that has to be started anew is not foreseen."""
        done = {(each.arm, each.scenario) for each in self.outcomes}
        left = [(arm, one) for arm, one in self._both() if (arm.name, one.name) not in done]
        starting = {arm.name: arm for arm, _ in left}.values()
        return sum(map(start_s, starting)) + sum(self._seconds(one) for _, one in left)

    def run(self) -> None:
        """Raises LabError where an arm cannot be started."""
        for topology in self._plan.topologies:
            with ExitStack() as stage:
                self._on(topology, stage)

    def _on(self, topology: Topology, stage: ExitStack) -> None:
        ground: Ground | None = None
        for scenario in self._plan.scenarios:
            if missing := scenario.missing_on(topology):
                self._note(Outcome(scenario.name, topology.name, (), missing=missing))
                continue
            if ground is None:
                ground = stage.enter_context(self._start(topology, scenario))
            self._note(self._carry_out(scenario, ground))
            if not self.outcomes[-1].is_kept:
                stage.close()
                ground = None

    def _start(self, topology: Topology, scenario: Scenario[Any]) -> AbstractContextManager[Ground]:
        """What is found from `scenario` on lies under its name."""
        name = f"{topology.name}-{scenario.name}"
        takes_s = start_s(topology)
        self._watcher.begin(f"starting {topology.name}", takes_s, self.left_s - takes_s)
        dice = Random(f"{self._plan.seed} {name}")
        logs = self._folder / "logs" / name
        return staged(self._doors, topology, dice, self._watcher.detail, logs)

    def _carry_out(self, scenario: Scenario[Any], ground: Ground) -> Outcome:
        arm, began = ground.arm.topology, time.monotonic()
        seconds = self._seconds(scenario)
        after_s = self.left_s - start_s(arm) - seconds
        self._watcher.begin(f"{scenario.name} on {arm.name}", seconds, after_s)
        found, cut_short = list[Finding](), ""
        try:
            found += scenario.carried_out(ground, self._plan.is_cut)
        except LabError as error:
            cut_short = str(error)
        try:  # also of what was cut short: orders that never end may be why
            found += self._judge(scenario, ground)
        except LabError as error:
            cut_short = cut_short or str(error)
        seconds = time.monotonic() - began
        return Outcome(scenario.name, arm.name, tuple(found), seconds, cut_short=cut_short)

    def _judge(self, scenario: Scenario[Any], ground: Ground) -> tuple[Finding, ...]:
        self._watcher.detail("waiting until every order is settled")
        ground.recover()
        settled = self._doors.read_settled(ground.arm.audit_url, self._watcher.detail)
        judgement = judged(settled, ground.shoppers.operations)
        if judgement.violations:
            name = f"{ground.arm.topology.name}-{scenario.name}"
            keep_pictures(ground.arm, judgement.violations, self._folder / "broken" / f"{name}.txt")
        return judgement.findings

    def _note(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        if outcome.missing:
            return
        done = f"{outcome.scenario} on {outcome.arm}, {outcome.seconds:.0f} s"
        self._watcher.say(f"{outcome.word}: {done}")

    def _both(self) -> Iterator[tuple[Topology, Scenario[Any]]]:
        for topology in self._plan.topologies:
            for scenario in self._plan.scenarios:
                if not scenario.missing_on(topology):
                    yield topology, scenario

    def _seconds(self, scenario: Scenario[Any]) -> float:
        return scenario.seconds(self._plan.is_cut) + JUDGED_S
