"""Exact inference for the shift between two independent groups of few values.

Used for the order effect. Estimate and interval come from all differences between the groups:
M. Hollander, D. A. Wolfe, Nonparametric Statistical Methods, 2nd ed. 1999, sections 4.1-4.3. With
ties the closed interval only gets wider than its level: G. E. Noether, Wilcoxon confidence
intervals for location parameters in the discrete case, JASA 62 (1967) 184-188 (there for one
group; the argument is the same for two).
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from math import comb

from experiments.analysis.grid import STEPS, Interval, on_grid


def shift_interval(
    one: Sequence[float], two: Sequence[float], level: float = 0.95
) -> Interval | None:
    """By how much `one` lies above `two`. None where the groups are too small for the level:
    95% needs 4 against 4 or 3 against 5."""
    place = _place(len(one), len(two), (1 - level) / 2)
    if place is None:
        return None
    seconds = on_grid(two)
    differences = sorted(x - y for x in on_grid(one) for y in seconds)
    return Interval(differences[place] / STEPS, differences[-1 - place] / STEPS)


@lru_cache
def _place(one: int, two: int, alpha: float) -> int | None:
    """How many differences to leave out at either end; None if even all are too few."""
    allowed = alpha * comb(one + two, one)
    tails = accumulate(_arrangements(one, two))
    too_likely = next(pairs for pairs, ways in enumerate(tails) if ways > allowed)
    return too_likely - 1 if too_likely else None


def _arrangements(one: int, two: int) -> list[int]:
    """In how many arrangements of both groups u pairs stand in one order, u = 0, 1, ...

    The coefficients of the Gaussian binomial, whose factors (1 - q^(two + i)) / (1 - q^i) are
    multiplied and divided in turn. H. B. Mann, D. R. Whitney, Annals of Mathematical Statistics 18
    (1947) 50-60, count the same by recursion.
    """
    counts = [1] + [0] * (one * two)
    for i in range(1, one + 1):
        for u in range(one * two, two + i - 1, -1):
            counts[u] -= counts[u - two - i]
        for u in range(i, one * two + 1):
            counts[u] += counts[u - i]
    return counts
