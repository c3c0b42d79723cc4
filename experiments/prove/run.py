"""All proofs in turn, on real arms. `make prove` runs this."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from experiments.analysis.claims import load_claims
from experiments.catalogue import cost_of_splitting, failure_isolation, other_faults
from experiments.compare.comparison import Comparison
from experiments.compare.lab import Lab
from experiments.compare.plan import Settings, make_plan
from experiments.compare.result import Result
from experiments.compare.run_folder import RUNS, open_run
from experiments.compare.watcher import Watcher
from experiments.faults.fault import Fault
from experiments.method.experiment import Experiment
from experiments.method.sizes import stored_sizes
from experiments.prove import equal, planted
from experiments.prove.proof import Proof
from experiments.prove.real import every_fault_real
from experiments.prove.refused import refused
from experiments.prove.saboteur import start_and_stop, stranger
from experiments.topology import MONOLITH, SERVICES

ARMS = (MONOLITH.name, SERVICES.name)
COST = cost_of_splitting.experiment


@dataclass(frozen=True)
class Prover:
    """Runs comparisons, each into a run folder of its own."""

    lab: Lab
    watcher: Watcher
    seed: int
    blocks: int

    def proofs(self) -> Iterator[Proof]:
        """One after another, as they are done."""
        for arm in ARMS:
            self.watcher.say(f"{arm} against itself, {self.blocks} blocks")
            alike = self._compare((arm, arm), (COST,), self.blocks)
            yield equal.nothing_found(arm, alike)
            work = planted.work(alike)
            self.watcher.say(f"{arm} against itself with work planted: {work[0].setting['ms']} ms")
            dearer = self._compare((arm, arm), (COST,), self.blocks, planted=work)
            yield planted.found(arm, dearer)
        faulty = (failure_isolation.experiment, *other_faults.experiments)
        yield every_fault_real(self._compare((ARMS[0], ARMS[1]), faulty, 1))
        stopped = replace(self.lab, start_load=start_and_stop)
        yield refused("SIGSTOP of the generator", "generator", self._disturbed(stopped))
        yield refused("a foreign CPU hog", "foreign CPU", self._disturbed(self.lab, stranger))

    def _disturbed(
        self, lab: Lab, beside: Callable[[], AbstractContextManager[None]] = nullcontext
    ) -> Result:
        with beside():
            return replace(self, lab=lab)._compare((ARMS[0], ARMS[1]), (COST,), 1)

    def _compare(
        self,
        arms: tuple[str, str],
        experiments: tuple[Experiment, ...],
        blocks: int,
        planted: tuple[Fault, ...] = (),
    ) -> Result:
        settings = Settings(arms, self.seed, experiments, stored_sizes(), blocks, planted=planted)
        folder = open_run(RUNS, self.seed, datetime.now(UTC))
        plan = make_plan(settings)
        return Comparison(plan, load_claims(), self.lab, folder, self.watcher).run()
