"""`make depth`: one to eight small replicas, or a large one, and what limits them."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from experiments.catalogue.scaling_depth import depth
from experiments.cli.edge import run

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command()
def scaling_depth(
    seed: Annotated[int | None, typer.Option(min=0, help="Repeats order and requests.")] = None,
    blocks: Annotated[
        int, typer.Option(min=1, help="Visits of each arm and ladder; 2 for a first look.")
    ] = depth.visits,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    keep: Annotated[
        Path | None, typer.Option(help="Write depth.json and table.txt there, too.")
    ] = None,
) -> None:
    """Scale one part step by step on both arms: over an hour. Exit code 1 where an arm broke a
    promise, or too few visits were calm."""
    from experiments.depth import command

    raise typer.Exit(command.run(seed, as_json, keep, blocks))


if __name__ == "__main__":
    sys.exit(run(app, sys.argv[1:] or ["--seed", "1"]))
