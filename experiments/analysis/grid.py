"""Values as whole numbers, so that ties are ties and not a matter of the last bit.

Two differences that ought to be equal, such as 0.3 - 0.2 and 0.1, differ as floats. Rank
statistics count ties, so values are put on a grid first and everything after is exact.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

STEPS: Final = 1_000_000_000
"""Grid steps in one unit (of a logarithm, a point): values that are nearer are tied."""


@dataclass(frozen=True)
class Interval:
    """A closed interval, in the unit of the values it was made from."""

    low: float
    high: float

    @property
    def half_width(self) -> float:
        return (self.high - self.low) / 2

    def contains(self, value: float) -> bool:
        return self.low <= value <= self.high

    def within(self, bound: float) -> bool:
        """Whether it lies strictly between -bound and +bound."""
        return -bound < self.low and self.high < bound


def on_grid(values: Iterable[float]) -> list[int]:
    return [round(value * STEPS) for value in values]
