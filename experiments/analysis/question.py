"""What is asked of a metric: on which scale, in which direction, beyond which margin."""

import math
from dataclasses import dataclass
from enum import StrEnum

from experiments.errors import LabError


class BadQuestion(LabError):
    """A margin that its scale cannot have."""


class NoValue(LabError):
    """A block's values cannot be put on the scale; the text names the block and the values."""


class Scale(StrEnum):
    """How one number comes from a block's two visits. Ratios are judged as logarithms."""

    RATIO = "other / baseline"
    DIFFERENCE = "other - baseline"
    BASELINE = "baseline"


class Direction(StrEnum):
    """Whether the claim says that the number lies above the margin, or below its mirror image."""

    MORE = "more"
    LESS = "less"


@dataclass(frozen=True)
class Pair:
    """A metric in one block: the value of each arm's visit, None where nothing was measured, and
    whether the baseline's visit came first."""

    block: int
    baseline: float | None
    other: float | None
    baseline_first: bool


@dataclass(frozen=True)
class Question:
    """`margin` is a factor above 1 for ratios, otherwise above 0 in the metric's unit."""

    scale: Scale
    direction: Direction
    margin: float

    def __post_init__(self) -> None:
        least = 1 if self.scale is Scale.RATIO else 0
        if not least < self.margin < math.inf:
            raise BadQuestion(
                f"a margin for '{self.scale}' must be finite and above {least}, not {self.margin}"
            )

    @property
    def bound(self) -> float:
        """The margin's distance from no effect, on the scale of `value`."""
        return math.log(self.margin) if self.scale is Scale.RATIO else self.margin

    @property
    def claimed(self) -> float:
        """The bound on the side of the claim."""
        return self.bound if self.direction is Direction.MORE else -self.bound

    def value(self, pair: Pair) -> float | None:
        """The block's number (for ratios its logarithm); None if a value is missing that it
        needs; NoValue if there is no such number."""
        if pair.baseline is None:
            return None
        if self.scale is Scale.BASELINE:
            _require_finite(pair.block, pair.baseline)
            return pair.baseline
        if pair.other is None:
            return None
        _require_finite(pair.block, pair.baseline, pair.other)
        if self.scale is Scale.DIFFERENCE:
            return pair.other - pair.baseline
        if min(pair.baseline, pair.other) <= 0:
            raise NoValue(
                f"block {pair.block}: a ratio needs values above 0,"
                f" not {pair.other:g} / {pair.baseline:g}"
            )
        return math.log(pair.other) - math.log(pair.baseline)

    def shown(self, value: float) -> float:
        """A number of `value`'s scale as a person reads it: a ratio instead of its logarithm."""
        return math.exp(value) if self.scale is Scale.RATIO else value


def _require_finite(block: int, *values: float) -> None:
    for value in values:
        if not math.isfinite(value):
            raise NoValue(f"block {block}: {value} is no finite number")
