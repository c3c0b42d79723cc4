"""Where the files of an arm lie: of one that runs now, or of a run that is over."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from experiments.errors import LabError
from experiments.run_folder.folder import LATEST, RunFolder, find_run
from experiments.topology import TOPOLOGIES

ARM_UP = "`cleave up` starts an arm that records everything"


class NothingToRead(LabError):
    """There are no files of the kind that was asked for; the message is one line."""


@dataclass(frozen=True)
class Source:
    """The files of one arm. `told` says which arm, and when, to a person; `run` names the run, or
    is "" for an arm that is up."""

    arm: str
    told: str
    logs: tuple[Path, ...]
    spans: tuple[Path, ...]
    run: str = ""


def running(folder_of: Callable[[str], Path]) -> tuple[Source, ...]:
    """The arms that are up, whoever started them; also what a kill -9 left. `folder_of` says where
    an arm lies that runs."""
    found = []
    for arm in TOPOLOGIES:
        folder = folder_of(arm)
        if (folder / "logs").is_dir():
            own = (folder / "supervisor.log",)
            found.append(_source(arm, f"{arm}, running", folder / "logs", own))
    return tuple(found)


def of_run(run: RunFolder) -> tuple[Source, ...]:
    """What each visit of a run has left, in order."""
    folders = sorted(path for path in (run.path / "logs").glob("*") if path.is_dir())
    return tuple(
        _source(_arm_of(one.name), f"{one.name} of {run.path.name}", one, run=run.path.name)
        for one in folders
    )


def sources(run: str, arm: str, folder_of: Callable[[str], Path], runs: Path) -> tuple[Source, ...]:
    """Of `run`, or where none is named of the arms that are up, else of the newest run; of one
    `arm` only, if that is named. Raises NothingToRead or NoSuchRun."""
    found = () if run else _only(arm, running(folder_of))
    if found:
        return found
    if not run and not (runs / LATEST).exists():
        which = f"{arm} is not up" if arm else "no arm is up"
        raise NothingToRead(f"{which}, and there is no run yet: {ARM_UP}")
    kept = find_run(runs, run or LATEST)
    found = _only(arm, of_run(kept))
    if not found:
        raise NothingToRead(f"{kept.path.name} keeps no logs{' of ' if arm else ''}{arm}")
    return found


def instead(run: str, found: Iterable[Source]) -> str:
    """What whoever named no `run` must be told before he reads. "" where there is
    nothing to say."""
    newest = next((one.run for one in found), "")
    return f"not up: this is of the newest run, {newest}" if newest and not run else ""


def _source(arm: str, told: str, folder: Path, own: Iterable[Path] = (), run: str = "") -> Source:
    logs = (*sorted(folder.glob("*.log")), *(path for path in own if path.is_file()))
    return Source(arm, told, logs, tuple(sorted(folder.glob("spans-*.jsonl"))), run)


def _arm_of(folder: str) -> str:
    """Folders are named after what was done and the side it was done to: 03-services-b."""
    return next((arm for arm in TOPOLOGIES if arm in folder), folder)


def _only(arm: str, found: tuple[Source, ...]) -> tuple[Source, ...]:
    return tuple(one for one in found if arm in ("", one.arm))
