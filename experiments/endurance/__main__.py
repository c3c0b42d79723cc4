"""`make endurance`: short runs of the lab, ended in every way; nothing of it may stay, or grow."""

import secrets
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.edge import run
from experiments.endurance.flat import Reading
from experiments.endurance.machine import Machine
from experiments.endurance.outcome import Ended, Endured
from experiments.endurance.run import Course
from experiments.endurance.schedule import schedule
from experiments.endurance.table import table
from experiments.report.documents import print_json
from experiments.stacks.local.down import clear_everything
from experiments.stacks.local.places import Places, open_places
from experiments.stacks.local.whole_lab import whole_lab

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command()
def endurance(
    runs: Annotated[int, typer.Option(min=1, help="Short runs, some 10 s each.")] = 100,
    blocks: Annotated[
        int, typer.Option(min=0, help="Pairs of visits of one comparison that lives long; 0: none.")
    ] = 8,
    seed: Annotated[int, typer.Option(min=0, help="Repeats how and when runs are ended.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    keep: Annotated[
        Path | None, typer.Option(help="Write table.txt into this folder, too.")
    ] = None,
) -> None:
    """Run and end the lab again and again: 25 minutes. Exit code 1 if anything of it is left."""
    places = open_places()
    with whole_lab(places):
        clear_everything(places)
    try:
        with tempfile.TemporaryDirectory(prefix="endurance-") as folder:
            endured = endure(places, runs, blocks, seed, Path(folder))
    except BaseException:
        # Ctrl-C included: the run that was under way is dead, its arm perhaps not.
        clear_everything(places)
        raise
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / "table.txt").write_text(table(endured), encoding="utf-8")
    if as_json:
        print_json(endured.as_json())
    else:
        sys.stdout.write(table(endured))
    raise typer.Exit(1 if endured.problems else 0)


def endure(places: Places, runs: int, blocks: int, seed: int, folder: Path) -> Endured:
    token, began = secrets.token_hex(8), time.monotonic()
    machine = Machine(places, token)
    course = Course(places, token, machine.left, folder)
    ended: list[Ended] = []
    for planned in schedule(runs, seed):
        ended.append(course.run(planned))
        _say(ended[-1].wrong or f"{planned}: {ended[-1].seconds:.1f} s, nothing left")
    exit_code: int | None = None
    readings: tuple[Reading, ...] = ()
    if blocks:
        exit_code, readings = course.long_run(blocks, seed)
    return Endured(tuple(ended), machine.half_made(), readings, exit_code, time.monotonic() - began)


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(run(app, sys.argv[1:] or ["--seed", "1"]))
