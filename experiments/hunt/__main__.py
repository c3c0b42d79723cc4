"""`make bugs`: ten bugs on both arms, and what a scripted search must open to find each."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.edge import run

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command()
def bugs(
    seed: Annotated[
        int | None, typer.Option(min=0, help="Repeats the order of the visits.")
    ] = None,
    recorded: Annotated[
        Path | None, typer.Option(help="Search again what this run has recorded; starts nothing.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    keep: Annotated[
        Path | None, typer.Option(help="Write bugs.json and table.txt into this folder, too.")
    ] = None,
) -> None:
    """Plant each bug and search for it: some eight minutes. Exit code 1 where a bug was not
    seen, or something was that is none."""
    from experiments.hunt import command

    if recorded is not None:
        raise typer.Exit(command.search_again(recorded, as_json, keep))
    raise typer.Exit(command.run(seed, as_json, keep))


if __name__ == "__main__":
    sys.exit(run(app, sys.argv[1:] or ["--seed", "1"]))
