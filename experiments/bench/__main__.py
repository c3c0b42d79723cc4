"""`make bench`: how fast the arms are for what they are, in about four minutes."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from experiments.bench.ratio import Bench
from experiments.bench.run import Run
from experiments.bench.table import table
from experiments.budget import load_budget
from experiments.cli.edge import run
from experiments.report.documents import print_json
from experiments.stacks.local.cores import split_cores
from experiments.stacks.local.outside import OutsideProcess
from experiments.stacks.local.places import open_places
from experiments.stacks.local.whole_lab import whole_lab

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command()
def bench(
    turns: Annotated[int, typer.Option(min=1, help="Pairs of measurements a monolith.")] = 4,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    keep: Annotated[
        Path | None, typer.Option(help="Write bench.json and table.txt into this folder, too.")
    ] = None,
) -> None:
    """Measure ratios against the barest thing that does the same: about four minutes."""
    with whole_lab(open_places()):
        measured = _measured(turns)
    if keep is not None:
        _keep(measured, keep)
    if as_json:
        print_json(measured.as_json())
    else:
        sys.stdout.write(table(measured))


def _measured(turns: int) -> Bench:
    budget = load_budget()
    outside = OutsideProcess(budget)
    try:
        outside.start()
        return Run(budget, outside.url, split_cores(budget.cores.lab), _say, turns).bench()
    finally:
        outside.stop()


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _keep(measured: Bench, folder: Path) -> None:
    """What the README shows: `<!-- shows: docs/bench/table.txt -->`."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(measured.as_json(), indent=2) + "\n"
    (folder / "bench.json").write_text(text, encoding="utf-8")
    (folder / "table.txt").write_text(table(measured), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(run(app, sys.argv[1:] or ["--turns", "4"]))
