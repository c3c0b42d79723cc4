"""What the commands of `cleave lab` share: a lesson, its run, answers, and the output."""

import contextlib
import json
import shlex
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from experiments.analysis.claims import load_claims
from experiments.cli import compare
from experiments.cli.defaults import BOTH, DEFAULT_RATE
from experiments.cli.edge import Stopped, WrongUsage
from experiments.cli.request import Request
from experiments.guides.attempt import LAB
from experiments.guides.content import load_common, load_guide
from experiments.guides.desk import ConsoleDesk
from experiments.guides.errors import BadAnswer, UnknownGuide
from experiments.guides.form import given_on_command_line
from experiments.guides.lesson import Lesson
from experiments.report.documents import print_json
from experiments.report.screen import messages, output
from experiments.run_folder.folder import RUNS, find_run


def open_lesson(name: str, folder: Path | None) -> Lesson:
    """Raises WrongUsage for a guide that does not exist."""
    try:
        guide = load_guide(name)
    except UnknownGuide as error:
        raise WrongUsage(str(error)) from None
    return Lesson(guide, (folder or LAB) / name, load_claims(), load_common())


def run_for(lesson: Lesson, blocks: int | None, seed: int | None, as_json: bool) -> int:
    """The same as `cleave run`, or as its resumption where the last run was interrupted and nothing
    else is asked for. However it ends, the run is kept in the attempt. The exit code."""
    before, home = set(RUNS.glob("*-*")), lesson.folder.parent
    place = "" if home == LAB else f" --folder {shlex.quote(str(home))}"
    interrupted = lesson.interrupted() if blocks is None and seed is None else None
    try:
        with contextlib.redirect_stdout(sys.stderr if as_json else sys.stdout):
            if interrupted:
                return compare.resume(interrupted.name, as_json=False)
            chosen = lesson.guide.blocks if blocks is None else blocks
            names = (lesson.guide.experiment,)
            asked = Request(names, BOTH, chosen, seed, DEFAULT_RATE, full=False)
            return compare.run(asked, as_json=False)
    except Stopped:
        again = f"cleave lab run {lesson.guide.name}"
        raise Stopped(f"stopped; nothing is left running; go on with: {again}{place}") from None
    finally:
        for made in [interrupted] if interrupted else set(RUNS.glob("*-*")) - before:
            lesson.take(made, now())


def take_run(lesson: Lesson, name: str) -> None:
    """A run that was made before. Raises NoSuchRun."""
    lesson.take(find_run(RUNS, name).path, now())


def given(answer: Sequence[str], answers: Path | None) -> dict[str, str]:
    """By key; the command line's over the file's. Raises WrongUsage."""
    try:
        kept = json.loads(answers.read_text(encoding="utf-8")) if answers else {}
        return {**{key: str(one) for key, one in kept.items()}, **given_on_command_line(answer)}
    except (ValueError, AttributeError):
        raise WrongUsage(f"{answers} holds no JSON object of answers by key") from None
    except BadAnswer as error:
        raise WrongUsage(str(error)) from None


@contextlib.contextmanager
def answering() -> Iterator[None]:
    """Around whatever asks: what is no answer is wrong usage, and leaving loses nothing."""
    try:
        yield
    except (KeyboardInterrupt, EOFError):
        raise Stopped("stopped; what you answered is kept: call the same again") from None
    except BadAnswer as error:
        raise WrongUsage(str(error)) from None


def desk(as_json: bool) -> ConsoleDesk:
    """With JSON on stdout, a student is asked on stderr."""
    return ConsoleDesk(messages() if as_json else output(), sys.stdin.isatty())


def tell(lines: Iterable[str], as_json: bool, **document: Any) -> None:
    if as_json:
        print_json({"kind": "cleave lab", **document})
    else:
        desk(as_json).show(lines)


def now() -> datetime:
    return datetime.now(UTC)
