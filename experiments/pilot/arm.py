"""The pilot on one arm: it is started once, scaled, loaded, looked at, and left."""

import time
from collections.abc import Callable, Iterator

from experiments.budget import Replica
from experiments.pilot.look import Look, look_for
from experiments.pilot.need import Need
from experiments.pilot.search import CONFIRMING_S, NOT_HELD, Found, fewest
from experiments.run_folder.folder import RunFolder
from experiments.stacks.protocol import Stack
from experiments.topology import topology_named
from experiments.trials.base import release_for
from experiments.trials.conduct import Trials
from experiments.trials.lab import Lab
from experiments.trials.reporter import Reporter
from experiments.trials.settings import Settings
from experiments.trials.stopping import leave

ALLOWED_S = 90.0
"""For each need, on average: what is found is not confirmed where that would not fit any more."""

AROUND_S = 10.0
"""Of a look beyond its window: scaling, warm-up, checks."""


class ArmPilot:
    """Writes each look into the run's events; `looks` are those made so far."""

    def __init__(
        self,
        lab: Lab,
        settings: Settings,
        folder: RunFolder,
        reporter: Reporter,
        ceiling: Replica,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.looks: list[Look] = []
        self._lab = lab
        self._settings = settings
        self._folder = folder
        self._reporter = reporter
        self._ceiling = ceiling
        self._clock = clock

    def find(self, arm: str, needs: tuple[Need, ...]) -> Iterator[tuple[Need, Found]]:
        """One need after another. Raises what a visit raises; the arm is gone then, too."""
        detail = self._reporter.detail
        detail("waiting until the machine is quiet")
        self._lab.await_quiet(self._folder.path)
        stack = self._lab.open_stack(topology_named(arm), detail)
        base = release_for((*self._settings.experiments, *self._settings.extras), ())
        place = self._folder.pilot(arm)
        trials = Trials(self._lab, self._settings, stack, base, self._folder, place)
        began = self._clock()
        enough: dict[str, Found] = {}
        try:
            detail("starting")
            stack.start(base)
            for number, need in enumerate(needs, 1):
                until, less = began + ALLOWED_S * number, enough.get(need.experiment)
                found = self._fewest(stack, trials, need, until, less)
                enough[need.experiment] = found
                self._folder.event(
                    "pilot found",
                    arm=arm,
                    experiment=need.experiment,
                    load=need.load.name,
                    replicas=found.replicas,
                    confirmed=found.confirmed,
                )
                yield need, found
        finally:
            leave(stack, self._folder.logs(f"pilot-{arm}"))

    def _fewest(
        self, stack: Stack, trials: Trials, need: Need, until: float, less: Found | None
    ) -> Found:
        """`less` is what the experiment's load before this one needed: a smaller one, so that this
        one needs no fewer."""
        if less == NOT_HELD:
            return NOT_HELD

        def holds(replicas: int, nth: int, seconds: float) -> bool:
            look = self._look(stack, trials, need, replicas, nth, seconds, again=False)
            if look.missed and look.disturbed:  # the machine may be to blame: once more
                look = self._look(stack, trials, need, replicas, nth, seconds, again=True)
            return not look.missed

        def may_confirm() -> bool:
            return self._clock() + sum(AROUND_S + seconds for seconds in CONFIRMING_S) <= until

        rate = self._settings.sizes.rate(need.load.mix.name, need.load.times)
        bound = max(need.bound(rate, self._ceiling.threads), less.replicas if less else 1)
        return fewest(bound, self._ceiling.most, holds, may_confirm)

    def _look(
        self,
        stack: Stack,
        trials: Trials,
        need: Need,
        replicas: int,
        nth: int,
        seconds: float,
        *,
        again: bool,
    ) -> Look:
        say, arm = self._reporter.detail, stack.topology
        for part in dict.fromkeys(arm.part_of(feature).name for feature in need.features):
            if stack.replicas(part) != replicas:
                say(f"scaling {part} to {replicas}")
                stack.scale(part, replicas)
        experiment = look_for(need, replicas, nth, seconds, again)
        trial = trials.make(experiment, self._settings.seed, 0.0, say)
        look = Look(need, arm.name, replicas, seconds, trial)
        self.looks.append(look)
        self._folder.event("pilot look", **look.as_json())
        self._reporter.say(f"pilot of {arm.name}, {look}")
        return look
