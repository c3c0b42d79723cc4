"""Exact inference for the centre of a symmetric distribution from few values, one a block.

Estimate and interval come from the Walsh averages (the averages of all pairs, each value with
itself included): M. Hollander, D. A. Wolfe, Nonparametric Statistical Methods, 2nd ed. 1999,
sections 3.1-3.3. Zeros keep their ranks and lose their signs, ties share the mean of their ranks:
J. W. Pratt, Remarks on zeros and ties in the Wilcoxon signed rank procedures, JASA 54 (1959)
655-667. Given the ranks every combination of signs is equally likely; those are counted, nothing
is approximated.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations_with_replacement
from statistics import median
from typing import Final

from experiments.analysis.grid import STEPS, Interval, on_grid

FEWEST: Final = 6
"""With 5 values even five equal signs have a chance of 1 in 32, more than 2.5%."""


@dataclass(frozen=True)
class OneSided:
    """The chance of a rank sum as high (`above`) or as low (`below`) as the one seen, if the
    centre were the value asked about. A small `above` says that the centre lies above it."""

    above: float
    below: float

    @property
    def two_sided(self) -> float:
        return min(1.0, 2 * min(self.above, self.below))


def hodges_lehmann(values: Sequence[float]) -> float:
    """The median of the Walsh averages. At least one value."""
    return median(_walsh_sums(on_grid(values))) / (2 * STEPS)


def interval(values: Sequence[float], level: float = 0.95) -> Interval | None:
    """All centres that the exact two-sided test at 1 - `level` leaves standing, as one interval.

    None below 6 values, and where no signs could ever exclude anything at that level. Without
    ties its ends are Walsh averages known in advance; with ties the test is inverted.
    """
    alpha = (1 - level) / 2
    count = len(values)
    if count < FEWEST or 0.5**count > alpha:
        return None
    xs = on_grid(values)
    if len(set(xs)) == count:
        sums = sorted(_walsh_sums(xs))
        place = _place(count, alpha)
        low, high = sums[place], sums[-1 - place]
    else:
        low, high = _lowest(xs, alpha), -_lowest([-x for x in xs], alpha)
    return Interval(low / (2 * STEPS), high / (2 * STEPS))


def p_values(values: Sequence[float], against: float) -> OneSided:
    """Exact one-sided p-values of the signed-rank test against the centre `against`."""
    *xs, centre = on_grid([*values, against])
    return _against(xs, centre, unit=1)


def _walsh_sums(xs: Sequence[int]) -> list[int]:
    """Twice the Walsh averages."""
    return [a + b for a, b in combinations_with_replacement(xs, 2)]


@lru_cache
def _place(count: int, alpha: float) -> int:
    """How many Walsh averages to leave out at either end: the highest rank sum whose tail has a
    chance of at most `alpha`."""
    ranks = tuple(range(1, count + 1))
    too_likely = bisect_right(
        range(sum(ranks)), alpha * 2**count, key=lambda total: _ways(ranks, total)
    )
    return too_likely - 1


def _lowest(xs: Sequence[int], alpha: float) -> int:
    """Twice the lowest centre that is not rejected as too low.

    The test's outcome changes only at Walsh averages, so each is tried and the gap above it.
    """
    marks = sorted(set(_walsh_sums(xs)))
    for here, beyond in zip(marks, [*marks[1:], marks[-1]], strict=True):
        if any(_against(xs, at, unit=4).above > alpha for at in (2 * here, here + beyond)):
            return here
    raise AssertionError("the highest value is never too low a centre")


def _against(xs: Sequence[int], centre: int, unit: int) -> OneSided:
    """The test of `centre`, which is given in 1/`unit` of a grid step."""
    distances = [unit * x - centre for x in xs]
    rank = _doubled_midranks([abs(distance) for distance in distances])
    ranks = tuple(sorted(rank[abs(distance)] for distance in distances if distance))
    above = sum(rank[distance] for distance in distances if distance > 0)
    total = 2 ** len(ranks)
    return OneSided(_ways(ranks, sum(ranks) - above) / total, _ways(ranks, above) / total)


def _doubled_midranks(sizes: Sequence[int]) -> dict[int, int]:
    """Twice the rank of each size; equal ones share the mean of theirs, so twice it is whole."""
    ordered = sorted(sizes)
    last = {size: place for place, size in enumerate(ordered, 1)}
    return {size: bisect_left(ordered, size) + 1 + place for size, place in last.items()}


@lru_cache(maxsize=65_536)
def _ways(ranks: tuple[int, ...], limit: int) -> int:
    """How many choices among `ranks`, from none to all, sum to at most `limit`.

    A rank is in or out, so the choices of each sum are the coefficients of the product of all
    (1 + x^rank). Built up in whole numbers for x = 2^width, wide enough for no coefficient to
    carry; their sum is then the remainder by x - 1, as nine is cast out of a decimal.
    """
    width = len(ranks) + 2
    product = 1
    for rank in ranks:
        product += product << rank * width
    up_to_limit = product & ((1 << (limit + 1) * width) - 1)
    return up_to_limit % ((1 << width) - 1)
