"""Makes a trial that stands for itself once more where it was disturbed, on the arm as it stands.

What the disturbed one left is kept beside the other, and no figure comes from it. One in which the
checkers found something is never made again: what they found is an outcome.
"""

from dataclasses import replace
from pathlib import Path

from experiments.compare.plan import Block
from experiments.compare.visited import Visit
from experiments.method.experiment import Experiment
from experiments.run_folder.folder import RunFolder
from experiments.trials.conduct import Trials
from experiments.trials.lab import Say
from experiments.trials.trial import Trial

ONE_OF = 6
"""Of so many trials one may be made again, so that a loud machine cannot double a visit's time."""

AGAIN, ASIDE, FILE = "trial again", ".disturbed", "trial.json"


def may_again(block: Block) -> int:
    """How many trials of one visit may be made again."""
    return -(-len(block.experiments) // ONE_OF) if block.singly else 0


class Remaking:
    """Of one visit, whose raw data is in `place`; `may` trials of it may be made again."""

    def __init__(self, trials: Trials, folder: RunFolder, place: Path, may: int) -> None:
        self._trials = trials
        self._folder = folder
        self._place = place
        self._left = may

    def make(
        self, experiment: Experiment, seed: int, start_s: float, detail: Say, so_far: Visit
    ) -> Trial:
        """The trial that counts. Raises what `Trials.make` raises."""
        trial = self._trials.make(experiment, seed, start_s, detail)
        if not (self._left and trial.disturbed) or _tells(trial, so_far):
            return trial
        self._left -= 1
        self._set_aside(trial, so_far.number)
        detail(f"{experiment.name} was disturbed: it is made again")
        return self._trials.make(experiment, seed + 1, start_s, detail)  # its keys are used up

    def _set_aside(self, trial: Trial, visit: int) -> None:
        aside = self._place / f"{trial.experiment}{ASIDE}"
        (self._place / trial.experiment).rename(aside)
        name = (aside / FILE).relative_to(self._folder.path)
        self._folder.write(str(name), trial.as_json())
        why = list(trial.disturbed)
        self._folder.event(AGAIN, visit=visit, experiment=trial.experiment, why=why)


def _tells(trial: Trial, so_far: Visit) -> bool:
    """Whether the checkers found in it what they had not found before."""
    _, violations = replace(so_far, trials=(*so_far.trials, trial)).news[-1]
    return bool(violations)
