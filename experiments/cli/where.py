"""The option that says where arms run."""

from typing import Annotated

import typer

from experiments.cli.defaults import DOCKER, LOCAL

On = Annotated[
    str,
    typer.Option("--on", metavar="WHERE", help="local: as processes; docker: in containers."),
]


def known(on: str) -> str:
    """Raises WrongUsage."""
    from experiments.cli.edge import WrongUsage

    if on not in (LOCAL, DOCKER):
        raise WrongUsage(f"--on takes {LOCAL} or {DOCKER}, not {on!r}")
    return on
