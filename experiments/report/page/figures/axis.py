"""Where a value lies on a drawing: linear or logarithmic, and which values get a label."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

STEPS = (1, 2, 5)
EVEN_STEPS = (1, 2, 2.5, 5, 10)
WIDE = 8
"""A logarithmic axis over less than this factor is labelled in even steps."""


@dataclass(frozen=True)
class Axis:
    """From `low` at `start` to `high` at `end`, in the drawing's units; values beyond are put at
    the nearer end."""

    low: float
    high: float
    start: float
    end: float
    is_log: bool = False

    def at(self, value: float) -> float:
        share = (self._scaled(value) - self._scaled(self.low)) / self._extent
        return self.start + min(1.0, max(0.0, share)) * (self.end - self.start)

    def ticks(self, wanted: int) -> tuple[float, ...]:
        """Round values on the axis, about as many as wanted."""
        by_decades = self.is_log and self.high > WIDE * self.low
        found = tuple(_decades(self.low, self.high) if by_decades else self._even(wanted))
        while len(found) > wanted + 1:
            found = found[::2]
        return found

    @property
    def _extent(self) -> float:
        return self._scaled(self.high) - self._scaled(self.low) or 1.0

    def _scaled(self, value: float) -> float:
        return math.log(max(value, 1e-9)) if self.is_log else value

    def _even(self, wanted: int) -> Iterable[float]:
        step = _round_up((self.high - self.low or 1.0) / wanted)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return (number * step for number in range(first, last + 1))


def _round_up(step: float) -> float:
    power: float = 10 ** math.floor(math.log10(step))
    return next(power * each for each in EVEN_STEPS if power * each >= step * (1 - 1e-9))


def _decades(low: float, high: float) -> Iterable[float]:
    """1, 2, 5, 10 and so on between two positive values."""
    for power in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1):
        for step in STEPS:
            if low * (1 - 1e-9) <= step * 10.0**power <= high * (1 + 1e-9):
                yield step * 10.0**power
