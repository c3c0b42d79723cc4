"""`make notebooks`: executes the notebooks on a run and keeps their outputs."""

import sys
from typing import Annotated

import typer

from experiments.cli.edge import run as run_app
from experiments.plots.execute import NAMES, execute, keep
from experiments.report.screen import output
from experiments.run_folder.folder import RUNS, find_run

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command()
def notebooks(
    run: Annotated[str, typer.Argument(help="Its name in runs/, or its folder.")] = "",
) -> None:
    """Of each experiment, show this run, or else the newest that holds it."""
    chosen = str(find_run(RUNS, run).path) if run else ""
    for name, notebook in zip(NAMES, execute(NAMES, chosen), strict=True):
        output().print(f"notebooks/{keep(notebook, name).name}")


if __name__ == "__main__":
    sys.exit(run_app(app, sys.argv[1:] or [""]))
