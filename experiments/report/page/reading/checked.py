"""checks.json: which invariants held after an experiment."""

from dataclasses import dataclass
from pathlib import Path

from experiments.checks.history.space_time import SpaceTime
from experiments.report.page.reading.pictured import read_pictures
from experiments.run_folder.documents import BrokenFolder, Document, read_document
from experiments.trials.trial import Trial

RESTLESS = "the tables are still changing"


@dataclass(frozen=True)
class Check:
    """`name` is a sentence that is true if there are no violations."""

    name: str
    violations: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """`orders` were looked at, once they were still, `settled_after_s` after the load."""

    orders: int
    settled_after_s: float
    checks: tuple[Check, ...]
    pictures: tuple[SpaceTime, ...]


def read_checked(run: Path, place: str, trial: Trial) -> Checked | None:
    """None if the file is not there; BrokenFolder if it does not say what the visit says."""
    document = read_document(run, f"{place}/checks.json")
    if document is None:
        return None
    checks = tuple(_check(each) for each in document.parts("checks"))
    restless = () if document.flag("is_still") else (RESTLESS,)
    texts = (f"{check.name}: {text}" for check in checks for text in check.violations)
    if (*restless, *texts) != trial.violations:
        raise BrokenFolder(f"{document.place}: its violations are not those of visit.json")
    return Checked(
        orders=document.whole("orders"),
        settled_after_s=document.number("settled_after_s"),
        checks=checks,
        pictures=read_pictures(document),
    )


def _check(document: Document) -> Check:
    check = Check(document.text("name"), document.texts("violations"))
    if document.flag("holds") == bool(check.violations):
        raise BrokenFolder(f"{document.place}: holds does not follow from its violations")
    return check
