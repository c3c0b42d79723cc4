"""Which figures say nothing of an arm that shares its cores with the load that is put on it.

Where a system cannot keep processes to cores of their own, whoever measures takes time and CPU from
who is measured, and from one arm more than from the other. Shares and memory do not hang on that.
"""

from collections.abc import Iterator
from typing import Final

from experiments.analysis.claims import Claims
from experiments.catalogue import CATALOGUE

UNITS: Final = frozenset(("s", "ms", "ms/s"))
NOT_PINNED: Final = "time and CPU: the arm had no cores of its own"
"""Why a verdict is withheld."""


def hangs_on_pinning(unit: str) -> bool:
    """Whether a figure in this unit does."""
    return unit in UNITS


def claims_that_hang_on_it(claims: Claims) -> Iterator[str]:
    """By their names, in the order of the claims."""
    for claim in claims.by_id.values():
        experiment = CATALOGUE.get(claim.experiment)
        metrics = experiment.metrics if experiment else ()
        if any(one.key == claim.metric and hangs_on_pinning(one.unit) for one in metrics):
            yield claim.id
