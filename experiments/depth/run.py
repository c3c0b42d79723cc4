"""All visits of the study in turn, on real arms. `make depth` runs this."""

from dataclasses import replace

from experiments.compare.watcher import Watcher
from experiments.depth.ladder import Depth
from experiments.depth.outcome import Outcome
from experiments.depth.visit import make, takes_s, visits
from experiments.run_folder.folder import RunFolder
from experiments.trials.lab import Lab

FILE = "depth.json"


class Runner:
    """Writes into the folder after each visit."""

    def __init__(
        self, study: Depth, lab: Lab, folder: RunFolder, seed: int, watcher: Watcher
    ) -> None:
        self.visits = tuple(visits(study))
        self._study = study
        self._lab = lab
        self._folder = folder
        self._seed = seed
        self._watcher = watcher

    def run(self) -> Outcome:
        """Raises what a visit raises, and KeyboardInterrupt: what was seen until then is kept."""
        study, left_s = self._study, seconds(self._study)
        outcome = Outcome(study, self._seed, len(self._lab.cores.arm))
        for number, visit in enumerate(self.visits, 1):
            left_s -= (visit_s := takes_s(study, visit))
            title = f"visit {number} of {len(self.visits)}: {visit.label}"
            self._watcher.begin(title, visit_s, left_s)
            told = study, self._seed, self._lab, self._folder, self._watcher.detail
            climb = make(visit, number, *told)
            outcome = replace(outcome, climbs=(*outcome.climbs, climb))
            self._folder.write(FILE, outcome.as_json())
            best = max(point.served_per_s for point in climb.points)
            self._watcher.say(f"{title}: {best:.0f}/s at most")
        return outcome


def seconds(study: Depth) -> float:
    """About how long all of it takes."""
    return sum(takes_s(study, visit) for visit in visits(study))
