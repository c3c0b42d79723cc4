"""Up against out: one replica of so many quotas, against as many small ones. Pure.

A ratio within a visit, so that the day's mood drops out of it; its interval is the signed-rank one
of the verdicts.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from experiments.analysis.grid import Interval
from experiments.analysis.signed_rank import hodges_lehmann, interval
from experiments.depth.climb import Climb
from experiments.depth.ladder import OUT, UP
from experiments.measure.metric import Value


@dataclass(frozen=True)
class UpOut:
    """One large replica / as many small ones. No interval below 6 visits, no ratio where one of the
    two served nothing."""

    times: int
    ratio: Value
    interval: Interval | None


def up_out(times: int, climbs: Sequence[Climb]) -> UpOut:
    logs = [
        math.log(one.curve(UP)[times] / one.curve(OUT)[times])
        for one in climbs
        if times in one.curve(UP) and times in one.curve(OUT)
    ]
    if not logs:
        return UpOut(times, None, None)
    span = interval(logs)
    ratio = math.exp(hodges_lehmann(logs))
    return UpOut(times, ratio, span and Interval(math.exp(span.low), math.exp(span.high)))
