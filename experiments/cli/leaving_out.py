"""The options that leave protections out of an arm, and what they come to."""

from collections.abc import Sequence
from typing import Annotated

import typer

from experiments.cli.defaults import HARDENED, NAIVE

WITHOUT = (
    "Leave out a protection: timeouts, retries, breaker, bulkhead, shedding, replicas;"
    " repeatable, or with commas."
)
Without = Annotated[list[str] | None, typer.Option(metavar="NAME", help=WITHOUT)]
WithoutOnOneSide = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help=f"{WITHOUT} Of an arm against itself, on the second side."),
]
Resilience = Annotated[
    str, typer.Option(metavar="HOW", help="hardened, or naive: without the first five of those.")
]


def left_out(without: Sequence[str] | None, resilience: str) -> frozenset[str]:
    """By their names. Raises WrongUsage."""
    from experiments import protections
    from experiments.cli.edge import WrongUsage

    if resilience not in (HARDENED, NAIVE):
        raise WrongUsage(f"--resilience takes {HARDENED} or {NAIVE}, not {resilience!r}")
    named = [name.strip() for text in without or () for name in text.split(",")]
    try:
        found = protections.known(named)
    except protections.UnknownProtection as error:
        raise WrongUsage(f"--without: {error}") from None
    return found | frozenset(protections.NAIVE if resilience == NAIVE else ())
