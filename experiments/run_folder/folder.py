"""The folder of a run: written as the run goes on, so that an interruption keeps what was
measured. Files are replaced whole; events.jsonl only grows."""

import contextlib
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from experiments.errors import LabError

RUNS = Path(__file__).parents[2] / "runs"
LATEST = "latest"
PLANTED = "planted"
PLAN = "plan.json"
LOG_TAIL_BYTES = 64 * 1024


class NoSuchRun(LabError):
    """No run has this name; the message names one."""


class SpoiltRun(LabError):
    """A run's folder is not as its run left it; the message is one line that names the place."""

    advice = "bring the folder back to how its run left it, or start a new run"


class RunFolder:
    """`runs/<utc>-<seed>/`; see `open_run`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def visit(self, number: int, label: str) -> Path:
        """Where the raw data of a visit goes; visits are counted from 1 over the whole run."""
        return self.path / "visits" / f"{number:02d}-{label.replace(',', '').replace(' ', '-')}"

    def pilot(self, arm: str) -> Path:
        """Where the raw data of the pilot on one arm goes."""
        return self.path / "pilot" / arm

    def visits_begun(self) -> int:
        """The number of the last visit that has a folder; those that were cut short, too."""
        found = (self.path / "visits").glob("[0-9][0-9]*-*")
        return max((int(path.name.partition("-")[0]) for path in found), default=0)

    @property
    def planted(self) -> "RunFolder":
        """Where the planted slowdown is measured: a run's folder of its own."""
        folder = RunFolder(self.path / PLANTED)
        (folder.path / "visits").mkdir(parents=True, exist_ok=True)
        return folder

    def logs(self, name: str) -> Path:
        """Where the arm's logs of one visit or conformance run go."""
        return self.path / "logs" / name

    def write(self, name: str, document: Any) -> None:
        """Replaces the JSON file `name`, a path below the folder."""
        write_json(self.path / name, document)

    def event(self, kind: str, **facts: Any) -> None:
        """Appends a line to events.jsonl, with the time."""
        line = {"at": datetime.now(UTC).isoformat(), "event": kind, **facts}
        with (self.path / "events.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


def open_run(runs: Path, seed: int, now: datetime) -> RunFolder:
    """A new folder, and `runs/latest` pointing to it. OSError when it cannot be made."""
    runs.mkdir(parents=True, exist_ok=True)
    name = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{seed}"
    for suffix in ("", *(f"-{number}" for number in range(2, 100))):
        with contextlib.suppress(FileExistsError):
            folder = runs / f"{name}{suffix}"
            folder.mkdir()
            (folder / "visits").mkdir()
            _point(runs / LATEST, folder.name)
            return RunFolder(folder)
    raise FileExistsError(f"{runs / name} exists already")


def find_run(runs: Path, name: str) -> RunFolder:
    """The run of this name, or `latest`; also a path to one. NoSuchRun when there is none."""
    for path in (runs / name, Path(name)):
        if (path / PLAN).exists():
            return RunFolder(path.resolve())
    known = sorted(path.parent.name for path in runs.glob(f"2*/{PLAN}"))
    if name and (runs / name).is_dir():
        there = f"the newest run is {known[-1]}" if known else f"and {runs.name}/ holds no run yet"
        raise NoSuchRun(f"{runs / name} is no run's folder, it has no {PLAN}, {there}")
    there = f"the newest is {known[-1]}" if known else "there is none yet"
    raise NoSuchRun(f"there is no run {name!r} in {runs}: {there}")


def write_json(path: Path, document: Any) -> None:
    """Writes a file that is never seen half-written; makes its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    draft.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    draft.replace(path)


def cut_logs(folder: Path) -> None:
    """Keeps the last LOG_TAIL_BYTES of every log in `folder`."""
    for log in folder.glob("*.log"):
        if log.stat().st_size > LOG_TAIL_BYTES:
            with log.open("rb") as file:
                file.seek(-LOG_TAIL_BYTES, os.SEEK_END)
                tail = file.read()
            log.write_bytes(b"[...]\n" + tail.partition(b"\n")[2])


def _point(link: Path, target: str) -> None:
    draft = link.with_name(f".{link.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    draft.symlink_to(target)
    draft.replace(link)
