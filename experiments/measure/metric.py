"""A metric: a number taken from one experiment in one visit, and how two arms' are compared."""

from collections.abc import Callable
from dataclasses import dataclass

from experiments.analysis.question import Direction, Question, Scale
from experiments.measure.observation import Observation

Value = float | None
RATIO, DIFFERENCE = Scale.RATIO, Scale.DIFFERENCE


@dataclass(frozen=True)
class Metric:
    """`of` gives None where there is nothing to take it from. `margin` is what counts as a
    difference worth talking about: a factor for ratios, else in the metric's unit."""

    key: str
    label: str
    unit: str
    digits: int
    of: Callable[[Observation], Value]
    scale: Scale = RATIO
    margin: float = 1.10
    needs: tuple[str, ...] = ()
    """The loads that must have been held, or there is no value."""

    @property
    def question(self) -> Question:
        """Whether the other arm's value lies above the baseline's, beyond the margin."""
        return Question(self.scale, Direction.MORE, self.margin)
