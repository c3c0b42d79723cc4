"""`cleave diff [checkout|page]`."""

from experiments.cli.edge import WrongUsage
from experiments.diff.pairs import UnknownPair, pair_named
from experiments.report.pager import paged
from experiments.report.screen import output
from experiments.report.side_by_side import show_pair


def run(what: str) -> None:
    try:
        pair = pair_named(what)
    except UnknownPair as error:
        raise WrongUsage(str(error)) from None
    console = output()
    with paged(console):
        show_pair(pair, console)
