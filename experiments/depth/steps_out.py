"""One small replica more: what does the step bring? Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from experiments.analysis.grid import Interval
from experiments.depth.climb import Climb
from experiments.depth.ladder import OUT
from experiments.depth.within import within


@dataclass(frozen=True)
class Step:
    """From `times` replicas to one more. `change` is a share, below 0 a loss; no interval of it
    below 6 visits."""

    times: int
    change: float
    interval: Interval | None

    @property
    def is_lost(self) -> bool:
        return self.change < 0

    @property
    def is_surely_lost(self) -> bool:
        """Whether the interval says so, too."""
        return self.interval is not None and self.interval.high < 0


def steps_out(most: int, climbs: Sequence[Climb]) -> Iterator[Step]:
    """From the first replica up to `most`; those that no visit has made are left out."""
    curves = [one.curve(OUT) for one in climbs]
    for times in range(1, most):
        found = within((curve.get(times + 1), curve.get(times)) for curve in curves)
        if found is not None:
            span = found.interval
            share = span and Interval(span.low - 1, span.high - 1)
            yield Step(times, found.ratio - 1, share)
