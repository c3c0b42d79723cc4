"""Copies a run without its raw data. The copy is read back before the command ends."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from experiments.compare.summary import FILE as SUMMARY
from experiments.compare.visits_on_disk import VISITS
from experiments.errors import LabError
from experiments.report.page.reading import events, reduced
from experiments.report.page.reading.run import VERDICTS, Run, TrialSeen, read_run
from experiments.run_folder.folder import PLANTED
from experiments.run_folder.seal import seal

KEPT = ("plan.json", "environment.json", events.FILE, SUMMARY, VERDICTS)
KEPT_OF_VISIT, KEPT_OF_TRIAL = "visit.json", "checks.json"


class NotReducible(LabError):
    """Not a run to keep, or no place to keep it; the message is one line that says why."""


def reduce_run(source: Path, target: Path) -> Run:
    """Writes the reduced run into `target`, in place of one that is there, and gives it as it is
    read back. Raises NotReducible, and what read_run raises."""
    run = read_run(source)
    _require_whole(run, source)
    if target.exists() and not (target / "plan.json").exists():
        raise NotReducible(f"{target} holds no run: it is not overwritten")
    if target.resolve() == source.resolve():
        raise NotReducible(f"{target} is the run itself")
    target.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=target, prefix=".draft-") as place:
        draft = Path(place)
        _copy(source, draft, run)
        if run.below is not None:
            _copy(source / PLANTED, draft / PLANTED, replace(run.below, trials=()))
        read_run(draft)
        _replace(target, draft)
    return read_run(target)


def _require_whole(run: Run, source: Path) -> None:
    if not run.summary.complete:
        raise NotReducible(f"{source} is not complete")
    if not run.trials or not all(each.view for each in run.trials):
        raise NotReducible(f"{source} does not hold the raw data of all its visits")


def _copy(source: Path, draft: Path, run: Run) -> None:
    """Of `run`, the trials it has."""
    draft.mkdir(exist_ok=True)
    for name in KEPT:
        if (source / name).exists():
            shutil.copyfile(source / name, draft / name)
    for visit in sorted((source / VISITS).glob("*/")):
        if visit.name not in run.unused:
            _reduce_visit(visit, draft / VISITS / visit.name, run)


def _replace(target: Path, draft: Path) -> None:
    """Leaves what is not a run's, such as a page that describes it."""
    for name in KEPT:
        (target / name).unlink(missing_ok=True)
    for folder in (VISITS, PLANTED):
        shutil.rmtree(target / folder, ignore_errors=True)
    for path in draft.iterdir():
        path.rename(target / path.name)


def _reduce_visit(source: Path, target: Path, run: Run) -> None:
    """Sealed anew: its files are others than the visit left."""
    target.mkdir(parents=True)
    shutil.copyfile(source / KEPT_OF_VISIT, target / KEPT_OF_VISIT)
    number = int(source.name.partition("-")[0])
    for trial in run.trials:
        if trial.visit.number == number:
            _reduce_trial(trial, source / trial.experiment, target / trial.experiment)
    seal(target)


def _reduce_trial(trial: TrialSeen, source: Path, target: Path) -> None:
    assert trial.view is not None
    target.mkdir()
    if (source / KEPT_OF_TRIAL).exists():
        shutil.copyfile(source / KEPT_OF_TRIAL, target / KEPT_OF_TRIAL)
    text = json.dumps(reduced.reduced_json(trial.view), separators=(",", ":"))
    (target / reduced.FILE).write_text(f"{text}\n", encoding="utf-8")
