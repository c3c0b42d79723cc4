"""A whole run, as its folder tells it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.compare.planned import FILE as PLAN
from experiments.compare.planned import Planned, planned_from
from experiments.compare.slowdown import Slowdown
from experiments.compare.summary import FILE as SUMMARY
from experiments.compare.visited import Visit
from experiments.compare.visits_on_disk import VISITS, visits_on_disk
from experiments.report.page.reading.checked import Checked, read_checked
from experiments.report.page.reading.events import Event, read_events
from experiments.report.page.reading.measured import Measured, measure_again
from experiments.report.page.reading.planted import require_sought, slowdown_from
from experiments.report.page.reading.reduced import read_reduced
from experiments.report.page.reading.ruled import Ruled, rulings_from
from experiments.report.page.reading.seen import read_seen
from experiments.report.page.reading.summary import Summary, read_summary
from experiments.report.page.views.trial import Trial, trial_of
from experiments.run_folder.documents import BrokenFolder, read_document, read_kind
from experiments.run_folder.folder import PLANTED

VERDICTS, VERDICT_KIND, VERDICT_FORMATS = "verdicts.json", "cleave verdicts", range(1, 2)


@dataclass(frozen=True)
class TrialSeen:
    """An experiment in a visit; None where the folder has not the data for it."""

    visit: Visit
    experiment: str
    view: Trial | None
    checked: Checked | None
    measured: Measured | None


@dataclass(frozen=True)
class Rulings:
    """`adjusted` for the number of claims, or each for itself."""

    claims_sha256: str
    adjusted: bool
    verdicts: tuple[Ruled, ...]


@dataclass(frozen=True)
class Run:
    """`unused` are the folders of visits that did not end, or whose block did not. `rulings` is
    None where none were written down, `environment` empty where nothing is known of it. `slowdown`
    is what came of the one that a full run plants, in the run `below`."""

    name: str
    plan: Planned
    environment: Mapping[str, Any]
    summary: Summary
    unused: tuple[str, ...]
    trials: tuple[TrialSeen, ...]
    rulings: Rulings | None
    events: tuple[Event, ...]
    slowdown: Slowdown | None
    below: "Run | None"


def read_run(folder: Path, only: str | None = None) -> Run:
    """Of `only` one experiment's raw data, or of all. Raises BrokenFolder if there is no run, or it
    was edited or cut short."""
    plan = read_document(folder, PLAN)
    if plan is None:
        raise BrokenFolder(f"{folder} is no run's folder: it has no {PLAN}")
    planned = planned_from(plan)
    on_disk = visits_on_disk(folder)
    summary = read_summary(folder, plan, planned, on_disk)
    environment = read_document(folder, "environment.json")
    rulings = _rulings(folder, planned, summary)
    slowdown = slowdown_from(summary.slowdown) if summary.slowdown else None
    below = read_run(folder / PLANTED, only) if (folder / PLANTED / "plan.json").exists() else None
    ruled = rulings.verdicts if rulings else ()
    require_sought(summary, slowdown, below.summary if below else None, ruled)
    return Run(
        name=folder.resolve().name,
        plan=planned,
        environment=environment.body if environment else {},
        summary=summary,
        unused=tuple(name for name, visit in on_disk.items() if visit not in summary.visits),
        trials=tuple(_trials(folder, on_disk, summary, only)),
        rulings=rulings,
        events=read_events(folder),
        slowdown=slowdown,
        below=below,
    )


def _trials(
    folder: Path, on_disk: Mapping[str, Visit | None], summary: Summary, only: str | None
) -> Iterator[TrialSeen]:
    """One visit's raw data at a time: all of them together would be large."""
    for name, visit in on_disk.items():
        if visit is None or visit not in summary.visits:
            continue
        for trial in visit.trials:
            if only not in (None, trial.experiment):
                continue
            place = f"{VISITS}/{name}/{trial.experiment}"
            seen = read_seen(folder, place)
            yield TrialSeen(
                visit=visit,
                experiment=trial.experiment,
                view=trial_of(seen) if seen else read_reduced(folder, place),
                checked=read_checked(folder, place, trial),
                measured=measure_again(trial, seen) if seen else None,
            )


def _rulings(folder: Path, planned: Planned, summary: Summary) -> Rulings | None:
    document = read_kind(folder, VERDICTS, VERDICT_KIND, VERDICT_FORMATS)
    if document is None:
        return None
    if not (folder / SUMMARY).exists():
        raise BrokenFolder(f"{SUMMARY} is missing")
    digest = document.text("claims_sha256")
    if planned.claims_sha256 != digest:
        raise BrokenFolder(f"{VERDICTS} was given on other claims than plan.json names")
    adjusted = document.flag("adjusted")
    return Rulings(digest, adjusted, rulings_from(document, summary.figures))
