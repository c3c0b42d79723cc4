"""Against published examples, and against trying all combinations of signs."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, product
from random import Random

import pytest

from experiments.analysis.signed_rank import hodges_lehmann, interval, p_values

DEPRESSION = (-0.952, 0.147, -1.022, -0.430, -0.620, -0.590, -0.490, 0.080, -0.010)
"""Hollander and Wolfe, table 3.1: change in a depression score of nine patients."""

MAIZE = (6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75)
"""Differences in plant heights; E. E. Cureton, JASA 62 (1967) 1068-1069."""

TIED = (0, 0, 1, 1, 1, -1, 3, 4)
DRAWS = [
    [float(dice.choice((0, 0, 1, 1, 2, -1, -3, 5, dice.randint(-9, 9)))) for _ in range(count)]
    for dice in (Random("tied values"),)
    for count in (6, 7, 8, 9, 10)
    for _ in range(4)
]


def test_the_depression_example_of_hollander_and_wolfe() -> None:
    span = interval(DEPRESSION)
    assert span is not None
    assert hodges_lehmann(DEPRESSION) == -0.46
    assert (span.low, span.high) == (-0.786, -0.010)
    assert p_values(DEPRESSION, 0).below == 10 / 512


def test_the_maize_example_of_cureton() -> None:
    assert p_values(MAIZE, 0).two_sided == pytest.approx(0.0412597656, abs=1e-10)


def test_the_estimate_is_the_median_of_the_averages_of_all_pairs() -> None:
    assert hodges_lehmann([1, 3, 7, 8]) == 4.75
    assert hodges_lehmann([5]) == 5


@pytest.mark.parametrize("count", range(6))
def test_there_is_no_interval_below_six_values(count: int) -> None:
    assert interval([float(n) for n in range(count)]) is None


def test_six_values_give_the_whole_range() -> None:
    span = interval([3, 1, 4, 1.5, 9, 2.6])
    assert span is not None
    assert (span.low, span.high) == (1, 9)


def test_there_is_no_interval_at_a_level_that_no_signs_can_reach() -> None:
    assert interval([float(n) for n in range(7)], level=0.99) is None
    assert interval([float(n) for n in range(8)], level=0.99) is not None


@pytest.mark.parametrize("value", [0.0, 2.5, -0.3])
def test_values_that_are_all_the_same_leave_one_point(value: float) -> None:
    span = interval([value] * 8)
    assert span is not None
    assert (span.low, span.high) == (value, value)


def test_differences_that_are_equal_but_for_their_last_bit_are_tied() -> None:
    assert 0.3 - 0.2 != 0.1
    nearly = [0.3 - 0.2, -0.1, 0.0, -1.0, 2.0, 3.0, 4.0]
    exactly = [0.1, -0.1, 0.0, -1.0, 2.0, 3.0, 4.0]
    assert p_values(nearly, 0) == p_values(exactly, 0)
    assert interval(nearly) == interval(exactly)


@pytest.mark.parametrize("values", DRAWS)
def test_p_values_with_ties_and_zeros_are_those_of_trying_all_signs(values: list[float]) -> None:
    for against in (0.0, 1.0, 0.5, -1.0):
        found = p_values(values, against)
        above, below = all_signs([Fraction(value) for value in values], Fraction(against))
        assert (found.above, found.below) == (float(above), float(below))


@pytest.mark.parametrize("values", DRAWS)
def test_an_interval_with_ties_holds_the_centres_that_trying_all_signs_leaves(
    values: list[float],
) -> None:
    span = interval(values)
    low, high = left_standing([Fraction(value) for value in values])
    assert span is not None
    assert (span.low, span.high) == (float(low), float(high))


@pytest.mark.parametrize("count", [6, 7, 8, 9])
def test_an_interval_without_ties_holds_the_centres_that_trying_all_signs_leaves(
    count: int,
) -> None:
    dice = Random(f"untied {count}")
    values = [round(dice.gauss(0, 1), 6) for _ in range(count)]
    span = interval(values)
    low, high = left_standing([Fraction(str(value)) for value in values])
    assert span is not None
    assert (span.low, span.high) == pytest.approx((float(low), float(high)))


@pytest.mark.parametrize(
    ("sizes", "missed"),
    [
        ((1, 2, 4, 8, 16, 32), 2),
        ((1, 2, 4, 8, 16, 32, 64, 128), 10),
        ((1, 1, 1, 2, 2, 3, 3, 3), None),
        ((0, 0, 1, 2, 2, 4, 5, 9), None),
        ((5, 5, 5, 5, 5, 5, 5, 5), None),
    ],
)
def test_over_all_signs_at_most_five_in_a_hundred_intervals_miss_the_centre(
    sizes: tuple[int, ...], missed: int | None
) -> None:
    """For sizes without ties the number of misses is known: those of the 2.5% tails."""
    patterns = list(product((-1, 1), repeat=len(sizes)))
    spans = [interval([s * x for s, x in zip(signs, sizes, strict=True)]) for signs in patterns]
    misses = sum(span is None or not span.contains(0) for span in spans)
    assert misses <= 0.05 * len(patterns)
    assert missed in (None, misses)


@pytest.mark.parametrize("count", [8, 16])
def test_an_interval_excludes_what_the_p_value_rejects(count: int) -> None:
    dice = Random(count)
    seen = set()
    for _ in range(200):
        values = [dice.gauss(0.7, 1) for _ in range(count)]
        span = interval(values)
        assert span is not None
        assert span.contains(0) == (p_values(values, 0).two_sided > 0.05)
        seen.add(span.contains(0))
    assert seen == {True, False}


def test_turning_all_signs_turns_everything_around() -> None:
    span, turned = interval(TIED), interval([-value for value in TIED])
    assert span is not None
    assert turned is not None
    assert (turned.low, turned.high) == (-span.high, -span.low)
    assert p_values(TIED, 0).above == p_values([-value for value in TIED], 0).below


def all_signs(values: Sequence[Fraction], against: Fraction) -> tuple[Fraction, Fraction]:
    """The one-sided p-values by Pratt's definition, every combination of signs tried."""
    distances = [value - against for value in values]
    sizes = sorted(abs(distance) for distance in distances)
    rank = {size: Fraction(2 * sizes.index(size) + sizes.count(size) + 1, 2) for size in sizes}
    signed = [distance for distance in distances if distance]
    seen = sum(rank[distance] for distance in signed if distance > 0)
    ranks = [rank[abs(distance)] for distance in signed]
    sums = [
        sum(r for r, is_above in zip(ranks, signs, strict=True) if is_above)
        for signs in product((False, True), repeat=len(ranks))
    ]
    return (
        Fraction(sum(one >= seen for one in sums), len(sums)),
        Fraction(sum(one <= seen for one in sums), len(sums)),
    )


def left_standing(values: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """The ends of all centres with both p-values above 2.5%: averages of two values are tried, and
    the gap between each and the next, in which the outcome cannot change."""
    marks = sorted({(a + b) / 2 for a in values for b in values})
    points = {mark for mark in marks if min(all_signs(values, mark)) > Fraction(1, 40)}
    for here, beyond in pairwise(marks):
        if min(all_signs(values, (here + beyond) / 2)) > Fraction(1, 40):
            points |= {here, beyond}
    return min(points), max(points)
