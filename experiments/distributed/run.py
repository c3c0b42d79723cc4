"""All visits of the study in turn, on real arms. `make distributed` runs this."""

from dataclasses import replace

from experiments.cli.real_lab import SETTLE_DEADLINE_S
from experiments.compare.agenda import experiment_s, start_s
from experiments.compare.watcher import Watcher
from experiments.distributed.complexity import Complexity
from experiments.distributed.outcome import Outcome
from experiments.distributed.sides import Visit, visits
from experiments.distributed.visit import make
from experiments.run_folder.folder import RunFolder
from experiments.topology import topology_named
from experiments.trials.lab import Lab

FILE = "complexity.json"


class Runner:
    """Writes into the folder after each visit."""

    def __init__(
        self, study: Complexity, lab: Lab, folder: RunFolder, seed: int, watcher: Watcher
    ) -> None:
        self.visits = tuple(visits(study))
        self._study = study
        self._lab = lab
        self._folder = folder
        self._seed = seed
        self._watcher = watcher

    @property
    def seconds(self) -> float:
        """About how long all of it takes."""
        return sum(map(self._takes_s, self.visits))

    def run(self) -> Outcome:
        """Raises what a visit raises, and KeyboardInterrupt: what was seen until then is kept."""
        outcome, left_s = Outcome(self._study, self._seed), self.seconds
        for number, visit in enumerate(self.visits, 1):
            left_s -= self._takes_s(visit)
            title = f"visit {number} of {len(self.visits)}: {visit.side.label}, {visit.under.name}"
            self._watcher.begin(title, self._takes_s(visit), left_s)
            told = self._study, self._seed, self._lab, self._folder, self._watcher.detail
            seen = make(visit, number, *told)
            outcome = replace(outcome, seen=(*outcome.seen, seen))
            self._folder.write(FILE, outcome.as_json())
            self._watcher.say(f"{title}: {seen.count} violations, {seen.orders} orders")
        return outcome

    def _takes_s(self, visit: Visit) -> float:
        experiment = self._study.experiment(visit.under)
        in_vain_s = SETTLE_DEADLINE_S if visit.leaves_open else 0.0
        return start_s(topology_named(visit.side.arm)) + experiment_s(experiment) + in_vain_s
