"""Which figures say nothing on a machine that lacks something: told by their units.

Where a system cannot keep processes to cores of their own, whoever measures takes time and CPU from
who is measured, and from one arm more than from the other. Where it does not tell the memory of a
process in proportion to who shares it (PSS), a page that ten processes share is counted ten times,
and an arm of many processes pays for what it does not take. Shares hang on neither.
"""

from collections.abc import Collection, Iterator
from typing import Final

from experiments.analysis.claims import Claims
from experiments.catalogue import CATALOGUE

TIME: Final = frozenset(("s", "ms", "ms/s"))
MEMORY: Final = frozenset(("MiB",))
NOT_PINNED: Final = "time and CPU: the arm had no cores of its own"
COUNTED_TWICE: Final = "memory: what processes share was counted for each of them (RSS)"
"""Why a verdict is withheld."""


def lacking(unit: str, pinned: bool, proportional: bool) -> Iterator[str]:
    """Why a figure in this unit says nothing there."""
    if unit in TIME and not pinned:
        yield NOT_PINNED
    if unit in MEMORY and not proportional:
        yield COUNTED_TWICE


def claims_in(units: Collection[str], claims: Claims) -> Iterator[str]:
    """The names of those that are decided by a figure in one of these units, in their order."""
    for claim in claims.by_id.values():
        experiment = CATALOGUE.get(claim.experiment)
        metrics = experiment.metrics if experiment else ()
        if any(one.key == claim.metric and one.unit in units for one in metrics):
            yield claim.id
