"""The Universal Scalability Law, fitted to what replicas served in several visits.

    X(n) = rate * n / (1 + sigma (n - 1) + kappa n (n - 1))

With kappa above 0 there is a number of replicas beyond which one more takes throughput away.
N. J. Gunther, A Simple Capacity Model of Massively Parallel Transaction Systems, CMG 1993;
Guerrilla Capacity Planning, Springer 2007, chapters 4 to 6.

Gunther calls `sigma` what is done one at a time (contention) and `kappa` what each has to agree on
with each other (coherency). A curve alone does not tell that: both are its shape. Clients who
choose a queue by lot and leave another empty give a sigma above 0 and a kappa below it, though
nothing is shared; and whatever is full at the top, such as a core, gives a kappa above 0, though
nobody agrees on anything.

Fitted is the logarithm, since what disturbs a throughput scales with it. Each visit has a rate of
its own: a day on which all is slower says nothing of the law. Intervals are those of nonlinear
regression (G. A. F. Seber, C. J. Wild, Nonlinear Regression, Wiley 1989, section 5.1): Student's t
times the standard error at the fit. Neither parameter is held above 0, or an interval could not
say that there is none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, isfinite, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares
from scipy.stats import t as student

from experiments.analysis.grid import Interval

Curve = Mapping[int, float]
"""Operations a second by the number of replicas, of one visit."""
Floats = NDArray[np.float64]

PARAMETERS: Final = 2
START: Final = (0.05, 0.0)
LEAST_CAPACITY: Final = 1e-6
"""Where the search strays to a law that would divide by less."""


@dataclass(frozen=True)
class Estimate:
    value: float
    interval: Interval


@dataclass(frozen=True)
class Law:
    """`rate` is what one replica serves in a second, in the middle of the visits; `scatter` the
    standard deviation of a throughput's logarithm around the law."""

    rate: float
    sigma: Estimate
    kappa: Estimate
    scatter: float

    def at(self, replicas: float) -> float:
        """Operations a second."""
        sigma, kappa = self.sigma.value, self.kappa.value
        divisor = 1 + sigma * (replicas - 1) + kappa * replicas * (replicas - 1)
        return self.rate * replicas / max(divisor, LEAST_CAPACITY)

    @property
    def peak(self) -> float | None:
        """The number of replicas that serve most; None where more always serve more."""
        sigma, kappa = self.sigma.value, self.kappa.value
        return sqrt((1 - sigma) / kappa) if kappa > 0 and sigma < 1 else None

    @property
    def is_retrograde(self) -> bool:
        """Whether the interval says that kappa lies above 0."""
        return self.kappa.interval.low > 0


def fit_law(visits: Sequence[Curve], level: float = 0.95) -> Law | None:
    """None with fewer than three numbers of replicas, or without a degree of freedom left. Raises
    ValueError for a throughput that is not above 0."""
    points = _Points.of(visits)
    freedom = len(points.replicas) - points.visits - PARAMETERS
    if len(set(points.replicas)) < PARAMETERS + 1 or freedom < 1:
        return None
    found = least_squares(points.residuals, START, points.slopes, method="lm")
    scatter = sqrt(2 * float(found.cost) / freedom)
    errors = scatter * np.sqrt(np.diag(np.linalg.inv(found.jac.T @ found.jac)))
    times = float(student.ppf((1 + level) / 2, freedom))
    sigma, kappa = (
        Estimate(float(value), Interval(float(value - times * error), float(value + times * error)))
        for value, error in zip(found.x, errors, strict=True)
    )
    return Law(exp(points.level(found.x)), sigma, kappa, scatter)


class _Points:
    """All points of all visits. `visit` says whose each is, from 0."""

    def __init__(self, replicas: Floats, per_replica: Floats, visit: NDArray[np.int64]) -> None:
        self.replicas = replicas
        self.visits = int(visit.max(initial=-1)) + 1
        self._log_per_replica: Floats = np.log(per_replica)
        self._visit = visit
        self._counts: Floats = np.bincount(visit, minlength=self.visits).astype(np.float64)
        self._terms: Floats = np.stack([replicas - 1, replicas * (replicas - 1)], axis=1)

    @classmethod
    def of(cls, visits: Sequence[Curve]) -> "_Points":
        """Visits without a point are left out."""
        told = [curve for curve in visits if curve]
        rows = [(n, x, at) for at, curve in enumerate(told) for n, x in curve.items()]
        if any(not (isfinite(x) and x > 0 and n >= 1) for n, x, _ in rows):
            raise ValueError("a law takes throughputs above 0 of one replica or more")
        return cls(
            np.array([n for n, _, _ in rows], dtype=np.float64),
            np.array([x / n for n, x, _ in rows], dtype=np.float64),
            np.array([at for _, _, at in rows], dtype=np.int64),
        )

    def residuals(self, parameters: Floats) -> Floats:
        """Of the logarithms, with the rate of each visit at its best."""
        return self._within(self._log_rates(parameters))

    def slopes(self, parameters: Floats) -> Floats:
        """Of the residuals by sigma and kappa, one column each."""
        each = self._terms / self._divisor(parameters)[:, np.newaxis]
        return np.stack([self._within(each[:, 0]), self._within(each[:, 1])], axis=1)

    def level(self, parameters: Floats) -> float:
        """The mean of the visits' log rates."""
        sums = np.bincount(self._visit, self._log_rates(parameters), self.visits)
        return float(np.mean(sums / self._counts))

    def _log_rates(self, parameters: Floats) -> Floats:
        found: Floats = self._log_per_replica + np.log(self._divisor(parameters))
        return found

    def _divisor(self, parameters: Floats) -> Floats:
        found: Floats = np.maximum(1 + self._terms @ parameters, LEAST_CAPACITY)
        return found

    def _within(self, values: Floats) -> Floats:
        """What is left of each value beside its visit's mean."""
        means = np.bincount(self._visit, values, self.visits) / self._counts
        found: Floats = values - means[self._visit]
        return found
