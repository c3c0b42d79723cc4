"""Visits whose law is known, to prove the fit on: what replicas would have served.

log X = log of the law + the visit's mood + noise. The noise runs through the loads of a visit, in
the order in which they are made, as a first-order autoregression.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from experiments.analysis.scalability import Curve

REPLICAS = tuple(range(1, 9))
STUDIES = 2_000
Order = Callable[[Random], Sequence[int]]
"""In which order the loads of a visit are made, by numbers of replicas."""


@dataclass(frozen=True)
class Truth:
    """`sd` is the noise of one load, `mood` the standard deviation of a whole visit."""

    sigma: float
    kappa: float
    sd: float
    autocorrelation: float = 0.0
    visits: int = 6
    mood: float = 0.15

    def at(self, replicas: int) -> float:
        divisor = 1 + self.sigma * (replicas - 1) + self.kappa * replicas * (replicas - 1)
        return 25 * replicas / divisor


def drawn_by_lot(dice: Random) -> Sequence[int]:
    """The lab's order."""
    return dice.sample(REPLICAS, len(REPLICAS))


def upwards(_: Random) -> Sequence[int]:
    """One replica, two, three: whatever drifts looks like a law."""
    return REPLICAS


def studies(truth: Truth, order: Order = drawn_by_lot) -> Iterator[list[Curve]]:
    """The visits of 2,000 studies."""
    dice = Random(f"{truth} {order.__name__}")
    for _ in range(STUDIES):
        yield [_visit(truth, order, dice) for _ in range(truth.visits)]


def _visit(truth: Truth, order: Order, dice: Random) -> Curve:
    mood, noise = dice.gauss(0, truth.mood), dice.gauss(0, 1)
    fresh = math.sqrt(1 - truth.autocorrelation**2)
    curve: dict[int, float] = {}
    for replicas in order(dice):
        curve[replicas] = truth.at(replicas) * math.exp(mood + truth.sd * noise)
        noise = truth.autocorrelation * noise + fresh * dice.gauss(0, 1)
    return curve
