"""One visit: a fresh arm of a side's release, loaded, disturbed, and its tables read."""

import json
import time
from pathlib import Path

from experiments.distributed.complexity import Complexity
from experiments.distributed.outcome import Seen, seen_in
from experiments.distributed.sides import Visit
from experiments.method.sizes import stored_sizes
from experiments.releases.compose import combined
from experiments.run_folder.folder import RunFolder
from experiments.topology import topology_named
from experiments.trials.base import release_for
from experiments.trials.conduct import Trials
from experiments.trials.lab import Lab, Say
from experiments.trials.settings import Settings
from experiments.trials.stopping import leave
from experiments.trials.trial import Trial

FAULT = "fault"
"""The sentinel that trips where a disturbance was none."""


def settings_for(study: Complexity, visit: Visit, seed: int) -> Settings:
    """Raises ImpossiblePlan."""
    sizes = stored_sizes().with_rate(study.mix.name, study.rate)
    arms = (visit.side.arm, visit.side.arm)
    return Settings(arms, seed, (study.experiment(visit.under),), sizes, blocks=1)


def make(
    visit: Visit, number: int, study: Complexity, seed: int, lab: Lab, run: RunFolder, detail: Say
) -> Seen:
    """Raises StackError, LoadError, Unreadable, BrokenSamplesError or NotTaken; the arm is gone
    then, too."""
    settings = settings_for(study, visit, seed)
    (experiment,) = settings.experiments
    base = combined(release_for(settings.experiments, ()), visit.side.release)
    folder = run.visit(number, _slug(f"{visit.side.label} {visit.under.name}"))
    stack = lab.open_stack(topology_named(visit.side.arm), detail)
    try:
        detail("starting")
        began = time.monotonic()
        stack.start(base)
        trials = Trials(lab, settings, stack, base, run, folder)
        trial = trials.make(experiment, seed, time.monotonic() - began, detail)
    finally:
        leave(stack, run.logs(folder.name))
    return seen_in(visit, _orders(folder / experiment.name), trial.violations, _unreal(trial))


def _orders(folder: Path) -> int:
    """How many there were in the tables at the end."""
    checks = json.loads((folder / "checks.json").read_text(encoding="utf-8"))
    return int(checks["orders"])


def _unreal(trial: Trial) -> list[str]:
    return [one.text for one in trial.sentinels if one.name == FAULT and one.tripped]


def _slug(text: str) -> str:
    """As a folder's name."""
    return "-".join("".join(each if each.isalnum() else " " for each in text).split())
