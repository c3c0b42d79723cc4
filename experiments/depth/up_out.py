"""Up against out: one replica of so many quotas, against as many small ones. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from experiments.analysis.grid import Interval
from experiments.depth.climb import Climb
from experiments.depth.ladder import OUT, UP
from experiments.depth.within import within
from experiments.measure.metric import Value


@dataclass(frozen=True)
class UpOut:
    """One large replica / as many small ones. No interval below 6 visits, no ratio where one of the
    two served nothing."""

    times: int
    ratio: Value
    interval: Interval | None


def up_out(times: int, climbs: Sequence[Climb]) -> UpOut:
    found = within((one.curve(UP).get(times), one.curve(OUT).get(times)) for one in climbs)
    return UpOut(times, found.ratio, found.interval) if found else UpOut(times, None, None)
