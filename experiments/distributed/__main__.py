"""`make distributed`: what messages that are disturbed break, and the lines that keep it whole."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.edge import run

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command()
def distributed(
    seed: Annotated[int | None, typer.Option(min=0, help="Repeats arrivals and disorder.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    keep: Annotated[
        Path | None, typer.Option(help="Write complexity.json and table.txt there, too.")
    ] = None,
) -> None:
    """Disturb messages, with and without what stands it: some 12 minutes. Exit code 1 where an
    arm as it is breaks something."""
    from experiments.distributed import command

    raise typer.Exit(command.run(seed, as_json, keep))


if __name__ == "__main__":
    sys.exit(run(app, sys.argv[1:] or ["--seed", "1"]))
