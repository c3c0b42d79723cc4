"""All proofs in turn, on real arms. `make prove` runs this."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from experiments.analysis.claims import load_claims
from experiments.compare.able import within
from experiments.compare.agreement import Agreement
from experiments.compare.comparison import Comparison
from experiments.compare.nested_watcher import NestedWatcher
from experiments.compare.plan import make_plan
from experiments.compare.planting import work
from experiments.compare.result import Result
from experiments.compare.watcher import Watcher
from experiments.faults.fault import Fault
from experiments.prove import dearer, equal
from experiments.prove.proof import Proof
from experiments.prove.real import every_fault_real
from experiments.prove.refused import refused
from experiments.prove.saboteur import start_and_stop, stranger
from experiments.prove.stages import ARMS, Stage, faults_of_one, stages
from experiments.run_folder.folder import RUNS, open_run
from experiments.trials.lab import Lab


class Prover:
    """Makes the stages' comparisons, each into a run folder of its own."""

    def __init__(self, lab: Lab, watcher: Watcher, seed: int, blocks: int) -> None:
        self._lab = lab
        self._watcher = watcher
        self._stages = stages(seed, blocks)
        self._begun = 0

    @property
    def left_s(self) -> float:
        """Seconds of all stages that have not begun."""
        return sum(stage.seconds for stage in self._stages[self._begun :])

    def proofs(self) -> Iterator[Proof]:
        """One after another, as they are done."""
        for arm in ARMS:
            yield from self._of_arm(arm)
        faulty = self._compare(self._lab)
        yield from every_fault_real(faulty, "faults are real")
        for _ in faults_of_one():
            own = self._compare(self._lab, faulty.agreement)
            yield from every_fault_real(own, "own faults are real")
        stopped = replace(self._lab, start_load=start_and_stop)
        seen = self._compare(stopped, faulty.agreement)
        yield refused("SIGSTOP of the generator", "generator", seen)
        with stranger():
            seen = self._compare(self._lab, faulty.agreement)
        yield refused("a foreign CPU hog", "foreign CPU", seen)

    def _of_arm(self, arm: str) -> Iterator[Proof]:
        alike = self._compare(self._lab)
        yield equal.nothing_found(arm, alike)
        if planted := work(alike):
            yield dearer.found(arm, self._compare(self._lab, alike.agreement, planted))
        else:
            self._next()
            yield dearer.nothing_to_plant(arm)

    def _next(self) -> Stage:
        self._begun += 1
        return self._stages[self._begun - 1]

    def _compare(
        self, lab: Lab, agreement: Agreement | None = None, planted: tuple[Fault, ...] = ()
    ) -> Result:
        """The next stage."""
        stage = self._next()
        settings = within(replace(stage.settings, planted=planted), self._lab.unable)
        what = f"{self._begun} of {len(self._stages)}, {stage.what}"
        watcher = NestedWatcher(self._watcher, what, self.left_s)
        folder = open_run(RUNS, settings.seed, datetime.now(UTC))
        plan = make_plan(settings)
        return Comparison(plan, load_claims(), lab, folder, watcher, agreement=agreement).run()
