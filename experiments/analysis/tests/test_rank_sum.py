"""Against a published example, and against trying all ways to part the values."""

from itertools import combinations
from math import comb

import pytest

from experiments.analysis.rank_sum import shift_interval

AT_TERM = (0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46)
EARLIER = (1.15, 0.88, 0.90, 0.74, 1.21)
"""Hollander and Wolfe, table 4.1: permeability of a membrane."""


def test_the_permeability_example_of_hollander_and_wolfe() -> None:
    span = shift_interval(AT_TERM, EARLIER)
    assert span is not None
    assert (span.low, span.high) == (-0.15, 0.76)


@pytest.mark.parametrize(("one", "two"), [(3, 4), (3, 3), (1, 30), (0, 8)])
def test_groups_can_be_too_small_for_an_interval(one: int, two: int) -> None:
    assert shift_interval([float(n) for n in range(one)], [float(n) for n in range(two)]) is None


@pytest.mark.parametrize(("one", "two"), [(4, 4), (3, 5), (8, 8), (2, 8)])
def test_balanced_blocks_are_enough_for_one(one: int, two: int) -> None:
    span = shift_interval([float(n) for n in range(one)], [float(n) for n in range(two)])
    assert span is not None


def test_values_that_are_all_the_same_do_not_differ() -> None:
    span = shift_interval([0.0] * 4, [0.0] * 4)
    assert span is not None
    assert (span.low, span.high) == (0, 0)


@pytest.mark.parametrize("values", [(1, 2, 4, 8, 16, 32, 64, 128), (0, 0, 0, 1, 1, 2, 5, 5)])
@pytest.mark.parametrize("one", [3, 4])
def test_however_the_values_are_parted_at_most_five_in_a_hundred_shifts_exclude_zero(
    values: tuple[int, ...], one: int
) -> None:
    ways = list(combinations(range(len(values)), one))
    missed = 0
    for way in ways:
        span = shift_interval(
            [values[n] for n in way], [v for n, v in enumerate(values) if n not in way]
        )
        assert span is not None
        missed += not span.contains(0)
    assert len(ways) == comb(8, one)
    assert missed <= 0.05 * len(ways)
    if len(set(values)) == len(values):
        assert missed == 2  # the two extreme ways
