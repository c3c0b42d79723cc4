"""One experiment on a running arm: performed, measured, and the tables checked."""

from pathlib import Path
from typing import Any

from experiments.artefacts.release import Release
from experiments.checks.invariants.check import CheckResult
from experiments.measure.observation import Observation
from experiments.measure.shares import steady_share
from experiments.method.experiment import Experiment
from experiments.method.performer import Performance, Performer
from experiments.method.tools import Tools
from experiments.run_folder.folder import RunFolder
from experiments.stacks.protocol import Stack
from experiments.trials.clients import Clients
from experiments.trials.lab import Lab, Say
from experiments.trials.observed import observation_json
from experiments.trials.pictures import pictures_json
from experiments.trials.sentinels import Sentinel, fault, generator, outside, steady_state, watch
from experiments.trials.settings import Settings
from experiments.trials.trial import Trial


class Trials:
    """All trials on one started arm."""

    def __init__(
        self,
        lab: Lab,
        settings: Settings,
        stack: Stack,
        base: Release,
        run: RunFolder,
        folder: Path,
    ) -> None:
        self._lab = lab
        self._stack = stack
        self._base = base
        self._run = run
        self._folder = folder
        self._clients = Clients()
        self._tools = Tools(
            start_load=lab.start_load,
            load_cores=lab.cores.lab if lab.cores.pinned else frozenset[int](),
            set_outside=lab.set_outside,
            ask_outside=lab.ask_outside,
            client_timeout_s=lab.client_timeout_s,
            sizes=settings.sizes,
            warmup_s=settings.warmup_s,
            ask=lab.ask,
            surveying=lab.surveying,
            pause=lab.pause,
        )

    def make(self, experiment: Experiment, seed: int, start_s: float, detail: Say) -> Trial:
        """Raises StackError, LoadError, Unreadable or BrokenSamplesError."""
        folder = self._folder / experiment.name
        performer = Performer(
            self._tools, experiment, self._stack, self._base, folder, seed, detail
        )
        before = self._lab.read_machine(self._run.path)
        done = performer.perform(start_s)
        after = self._lab.read_machine(self._run.path)
        detail("waiting until every order is settled")
        violations = self._check(folder, done, detail)
        seen = done.seen
        self._write(folder, "observation.json", observation_json(seen))
        self._write(folder, "machine.json", [before.as_json(), after.as_json()])
        return Trial(
            experiment=experiment.name,
            values={metric.key: metric.of(seen) for metric in experiment.metrics},
            sentinels=(
                *(generator(name, report.objections) for name, report in done.reports.items()),
                *_steadiness(experiment, seen),
                fault(done.unreal),
                outside(self._lab.ask_outside),
                *watch(before, after),
            ),
            violations=violations,
        )

    def _check(self, folder: Path, done: Performance, detail: Say) -> tuple[str, ...]:
        settled = self._lab.read_settled(self._stack.audit_url, detail)
        for name, report in done.reports.items():
            self._clients.learn(folder / name, report.orders)
        checked = self._clients.check(settled.relations)
        self._write(
            folder,
            "checks.json",
            {
                "settled_after_s": settled.seconds,
                "orders": len(settled.relations.orders),
                "is_still": settled.is_still,
                "checks": [_check_json(result) for result in checked.results],
                "pictures": pictures_json(self._stack, checked.violations),
            },
        )
        restless = () if settled.is_still else ("the tables are still changing",)
        return (
            *restless,
            *(f"{result.name}: {text}" for result in checked.results for text in result.violations),
        )

    def _write(self, folder: Path, name: str, document: Any) -> None:
        self._run.write(str((folder / name).relative_to(self._run.path)), document)


def _steadiness(experiment: Experiment, seen: Observation) -> tuple[Sentinel, ...]:
    wanted = experiment.steady_state
    return () if wanted is None else (steady_state(steady_share(seen), 100 * wanted),)


def _check_json(result: CheckResult) -> dict[str, Any]:
    return {"name": result.name, "holds": result.holds, "violations": list(result.violations)}
