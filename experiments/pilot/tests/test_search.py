"""The fewest replicas are found by asking as little as possible."""

from collections.abc import Callable

import pytest

from experiments.pilot.search import LONG_S, NOT_HELD, SHORT_S, Found, fewest

Asked = list[tuple[int, float]]


def arm(needs: int, asked: Asked, long_needs: int = 0) -> Callable[[int, float], bool]:
    """An arm that holds the load with so many replicas; for a long look it may need more."""

    def holds(replicas: int, seconds: float) -> bool:
        asked.append((replicas, seconds))
        return replicas >= (long_needs or needs if seconds == LONG_S else needs)

    return holds


def yes() -> bool:
    return True


@pytest.mark.parametrize("needs", range(2, 9))
def test_the_fewest_that_hold_are_found_and_confirmed(needs: int) -> None:
    assert fewest(2, 8, arm(needs, []), yes) == Found(needs, confirmed=True)


def test_nothing_below_the_bound_is_tried() -> None:
    asked: Asked = []
    fewest(5, 8, arm(6, asked), yes)
    assert asked == [(5, SHORT_S), (6, SHORT_S), (6, LONG_S)]


def test_what_a_long_look_does_not_confirm_is_not_enough() -> None:
    asked: Asked = []
    assert fewest(2, 8, arm(2, asked, long_needs=3), yes) == Found(3, confirmed=True)
    assert asked == [(2, SHORT_S), (2, LONG_S), (3, SHORT_S), (3, LONG_S)]


def test_without_time_a_short_look_must_do() -> None:
    asked: Asked = []
    assert fewest(2, 8, arm(3, asked), lambda: False) == Found(3, confirmed=False)
    assert asked == [(2, SHORT_S), (3, SHORT_S)]


def test_an_arm_that_the_most_are_too_few_for_is_not_held() -> None:
    asked: Asked = []
    assert fewest(6, 8, arm(9, asked), yes) == NOT_HELD
    assert [replicas for replicas, _ in asked] == [6, 7, 8]


def test_a_bound_above_the_ceiling_is_not_even_tried() -> None:
    asked: Asked = []
    assert fewest(9, 8, arm(9, asked), yes) == NOT_HELD
    assert asked == []
