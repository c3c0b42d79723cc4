"""The study from a command line: `make bugs`, `cleave run find-the-bug`."""

import json
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from rich.text import Text

from experiments.cli.real_lab import open_lab
from experiments.cli.request import SEEDS
from experiments.cli.study import Told
from experiments.hunt.outcome import Outcome, hunted
from experiments.hunt.page import write_page
from experiments.hunt.recording import NoRecording, read_recording
from experiments.hunt.run import FILE, Runner, visits
from experiments.hunt.table import lines_of
from experiments.report.numbers import duration
from experiments.report.progress import progress_on
from experiments.report.screen import messages
from experiments.run_folder.folder import RUNS, RunFolder, open_run

FOLDER: Final = "bugs"
"""Below the runs': none of them is a comparison's."""


def run(seed: int | None, as_json: bool, keep: Path | None = None) -> int:
    """The exit code: 1 where an arm without a bug has a symptom, or one with a bug has none."""
    drawn = secrets.randbelow(SEEDS) if seed is None else seed
    with progress_on(messages()) as watcher, open_lab(watcher.say) as lab:
        folder = open_run(RUNS / FOLDER, drawn, datetime.now(UTC))
        runner = Runner(lab, folder, drawn, watcher)
        watcher.say(f"{len(runner.visits)} visits, about {duration(runner.seconds)}, seed {drawn}")
        outcome = runner.run()
    return _tell(outcome, folder, as_json, keep)


def search_again(kept: Path, as_json: bool, keep: Path | None = None) -> int:
    """As `run`, by the recordings of an earlier one in the folder `kept`. Raises NoRecording."""
    folder = RunFolder(kept)
    return _tell(_searched_again(folder), folder, as_json, keep)


def _searched_again(folder: RunFolder) -> Outcome:
    """As many visits as that run has made."""
    try:
        document = json.loads((folder.path / FILE).read_text(encoding="utf-8"))
        seed, made = int(document["seed"]), len(document["hunted"])
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise NoRecording(f"{folder.path} holds no {FILE} of ours: {error}") from error
    found = (
        hunted(read_recording(folder.visit(number, visit.name)), visit.bug)
        for number, visit in enumerate(visits(seed)[:made], 1)
    )
    return Outcome(seed, tuple(found))


def _tell(outcome: Outcome, folder: RunFolder, as_json: bool, keep: Path | None) -> int:
    page = write_page(outcome, folder.path)
    told = Told(outcome.as_json(), FILE, map(Text, lines_of(outcome)), page)
    return told.tell(as_json, keep)
