"""What a notebook is about: one experiment of one run, as the run's folder tells it."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.catalogue import experiment_named
from experiments.compare.reference import REFERENCE
from experiments.compare.verdicts import CLAIMED_OF
from experiments.errors import LabError
from experiments.report.page.reading.figures import Figure
from experiments.report.page.reading.ruled import Ruled
from experiments.report.page.reading.run import Run, read_run
from experiments.report.page.sections.experiments import scored_trials
from experiments.report.page.sections.method import views_of
from experiments.report.page.views.trial import LoadView, Trial
from experiments.run_folder.folder import RUNS, find_run

WHICH = "CLEAVE_RUN"
"""The environment's name of the run to show, for whoever executes notebooks on a certain one."""


class NothingToShow(LabError):
    """No run holds the experiment, or the run no such metric or load; the message says which."""


@dataclass(frozen=True)
class Opened:
    """`trials` are by label, the baseline's first, and of scored visits only."""

    run: Run
    experiment: str
    trials: Mapping[str, Sequence[Trial]]

    @property
    def labels(self) -> tuple[str, str]:
        return self.run.plan.labels

    @property
    def blocks(self) -> int:
        return max(len(figure.pairs) for figure in self.figures)

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(
            each for each in self.run.summary.figures if each.experiment == self.experiment
        )

    @property
    def rulings(self) -> tuple[Ruled, ...]:
        every = self.run.rulings.verdicts if self.run.rulings else ()
        return tuple(each for each in every if each.experiment == self.experiment)

    @property
    def loads(self) -> tuple[str, ...]:
        """Their names; none where the folder has no raw data, neither whole nor reduced."""
        first = next((side[0] for side in self.trials.values() if side), None)
        return tuple(load.name for load in first.loads) if first else ()

    def views(self, load: str = "") -> dict[str, list[LoadView]]:
        """Of one load, by default the first, by label. Raises NothingToShow."""
        if load and load not in self.loads:
            known = ", ".join(self.loads)
            raise NothingToShow(f"{self.experiment} has no load {load!r}: choose from {known}")
        name = load or self.loads[0]
        return {label: views_of(trials, name) for label, trials in self.trials.items()}

    def figure(self, key: str) -> Figure:
        """Raises NothingToShow."""
        for each in self.figures:
            if each.key == key:
                return each
        known = ", ".join(each.key for each in self.figures)
        raise NothingToShow(f"{self.experiment} measures no {key!r}: choose from {known}")


def open_run(
    experiment: str, name: str = "", runs: Path = RUNS, reference: Path = REFERENCE
) -> Opened:
    """The run of that name or path; without one, the newest whole run of the experiment in `runs`,
    or else the reference run. Raises NothingToShow, and what reading a damaged folder raises."""
    experiment_named(experiment)
    chosen = name or os.environ.get(WHICH, "")
    folder = find_run(runs, chosen).path if chosen else _newest(experiment, runs, reference)
    run = read_run(folder, only=experiment)
    opened = Opened(run, experiment, scored_trials(run, experiment))
    if not opened.figures:
        raise NothingToShow(f"the run {run.name} holds no {experiment}")
    return opened


def _newest(experiment: str, runs: Path, reference: Path) -> Path:
    folders = sorted((path for path in runs.glob("2*") if path.is_dir()), reverse=True)
    for folder in (*folders, reference):
        if _is_whole(folder, experiment):
            return folder
    raise NothingToShow(f"no run holds {experiment} yet: ./cleave run {experiment}")


def _is_whole(folder: Path, experiment: str) -> bool:
    """Finished, of both arms, with nothing planted in one of them, and with figures."""
    try:
        summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
        return bool(
            summary["complete"]
            and tuple(summary["plan"]["arms"]) == CLAIMED_OF
            and not summary["plan"]["planted"]
            and experiment in _measured(summary)
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _measured(summary: Mapping[str, Any]) -> Iterator[str]:
    for figure in summary["figures"]:
        if any(value is not None for row in figure["visits"].values() for value in row):
            yield figure["experiment"]
