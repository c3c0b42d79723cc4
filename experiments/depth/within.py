"""What one rung serves over what another does, within each visit. Pure.

The day's mood drops out of such a ratio. Its middle and interval are the signed-rank ones of the
verdicts, of its logarithm.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from experiments.analysis.grid import Interval
from experiments.analysis.signed_rank import hodges_lehmann, interval


@dataclass(frozen=True)
class Within:
    """No interval below 6 visits."""

    ratio: float
    interval: Interval | None


def within(pairs: Iterable[tuple[float | None, float | None]]) -> Within | None:
    """Of what the one and the other served, in each visit; those that lack one of them are left
    out. None where no visit has both."""
    logs = [math.log(one / other) for one, other in pairs if one and other]
    if not logs:
        return None
    span = interval(logs)
    ratio = math.exp(hodges_lehmann(logs))
    return Within(ratio, span and Interval(math.exp(span.low), math.exp(span.high)))
