"""Blocks for tests, from the numbers that their two visits gave."""

from collections.abc import Iterable

from experiments.analysis.question import Direction, Pair, Question, Scale

COSTS_MORE = Question(Scale.RATIO, Direction.MORE, 1.10)
COSTS_LESS = Question(Scale.RATIO, Direction.LESS, 1.10)
OTHERS_LOSE = Question(Scale.BASELINE, Direction.MORE, 1.0)
OTHERS_LOSE_LESS = Question(Scale.DIFFERENCE, Direction.LESS, 1.0)

Values = Iterable[tuple[float | None, float | None]]


def pairs(values: Values) -> list[Pair]:
    """Baseline and other of each block; every second block began with the baseline."""
    return [Pair(n, one, two, n % 2 == 1) for n, (one, two) in enumerate(values, 1)]


def ratios(*values: float) -> list[Pair]:
    return pairs((10.0, 10.0 * value) for value in values)


def around(ratio: float) -> list[Pair]:
    """Eight blocks within 2% of this ratio."""
    steps = (-0.02, -0.015, -0.01, -0.005, 0.005, 0.01, 0.015, 0.02)
    return ratios(*(ratio * (1 + step) for step in steps))
