"""All visits of the study in turn, on real arms. `make depth` runs this."""

from collections import Counter, deque
from dataclasses import replace

from experiments.compare.plan import RERUNS
from experiments.compare.watcher import Watcher
from experiments.depth.climb import Climb
from experiments.depth.ladder import Depth
from experiments.depth.outcome import Outcome
from experiments.depth.visit import Visit, make, takes_s, visits
from experiments.run_folder.folder import RunFolder
from experiments.trials.lab import Lab

FILE = "depth.json"


class Runner:
    """Writes into the folder after each visit. One that was disturbed is made again, RERUNS times
    on an arm and ladder at most."""

    def __init__(
        self, study: Depth, lab: Lab, folder: RunFolder, seed: int, watcher: Watcher
    ) -> None:
        self.visits = tuple(visits(study))
        self._study = study
        self._lab = lab
        self._folder = folder
        self._seed = seed
        self._watcher = watcher
        self._again = Counter[str]()

    def run(self) -> Outcome:
        """Raises what a visit raises, and KeyboardInterrupt: what was seen until then is kept."""
        outcome = Outcome(self._study, self._seed, len(self._lab.cores.arm))
        waiting = deque(self.visits)
        while waiting:
            visit = waiting.popleft()
            climb = self._climb(visit, len(outcome.climbs) + 1, waiting)
            outcome = replace(outcome, climbs=(*outcome.climbs, climb))
            self._folder.write(FILE, outcome.as_json())
            if climb.disturbed and self._again[visit.label] < RERUNS:
                self._again[visit.label] += 1
                waiting.appendleft(visit)
        return outcome

    def _climb(self, visit: Visit, number: int, waiting: deque[Visit]) -> Climb:
        study = self._study
        title = f"visit {number} of {number + len(waiting)}: {visit.label}"
        left_s = sum(takes_s(study, each) for each in waiting)
        self._watcher.begin(title, takes_s(study, visit), left_s)
        told = study, self._seed, self._lab, self._folder, self._watcher.detail
        climb = make(visit, number, *told)
        best = max(point.served_per_s for point in climb.points)
        self._watcher.say(f"{title}: {best:.0f}/s at most")
        for text in climb.disturbed:
            self._watcher.say(f"{title}: {text}")
        return climb


def seconds(study: Depth) -> float:
    """About how long all of it takes."""
    return sum(takes_s(study, visit) for visit in visits(study))
