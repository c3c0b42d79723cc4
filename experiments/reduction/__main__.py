"""`python -m experiments.reduction RUN FOLDER`: keeps a run without its raw data."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.edge import run
from experiments.compare.reference import REFERENCE
from experiments.reduction.reduce import reduce_run
from experiments.report.screen import output
from experiments.run_folder.folder import RUNS, find_run

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command()
def reduce(
    name: Annotated[str, typer.Argument(help="The run: its name in runs/, or its folder.")],
    folder: Annotated[Path, typer.Argument(help="Where the reduced run shall be.")] = REFERENCE,
) -> None:
    """Keep all that a run decided, and of its raw data what pages and notebooks draw."""
    kept = reduce_run(find_run(RUNS, name).path, folder)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    output().print(
        f"{len(kept.summary.visits)} visits of {name} in {folder}: {size / 1024:,.0f} KiB"
    )


if __name__ == "__main__":
    sys.exit(run(app, sys.argv[1:] or ["--help"]))
