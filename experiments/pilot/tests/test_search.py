"""The fewest replicas are found by asking as little as possible, and not by luck."""

from collections.abc import Callable
from random import Random

import pytest

from experiments.pilot.search import CONFIRMING_S, FIRST_S, NOT_HELD, Found, Holds, fewest

Asked = list[tuple[int, float]]
LOOKS = (FIRST_S, *CONFIRMING_S)


def arm(needs: int, asked: Asked, needs_at: dict[int, int] | None = None) -> Holds:
    """An arm that holds the load with so many replicas; at some looks it may need more."""

    def holds(replicas: int, nth: int, seconds: float) -> bool:
        asked.append((replicas, seconds))
        return replicas >= (needs_at or {}).get(nth, needs)

    return holds


def yes() -> bool:
    return True


def looks_at(replicas: int, looks: int = len(LOOKS)) -> Asked:
    return [(replicas, seconds) for seconds in LOOKS[:looks]]


@pytest.mark.parametrize("needs", range(2, 9))
def test_the_fewest_that_hold_are_found_and_confirmed(needs: int) -> None:
    assert fewest(2, 8, arm(needs, []), yes) == Found(needs, confirmed=True)


def test_nothing_below_the_bound_is_tried() -> None:
    asked: Asked = []
    fewest(5, 8, arm(6, asked), yes)
    assert asked == [*looks_at(5, 1), *looks_at(6)]


@pytest.mark.parametrize("nth", range(2, len(LOOKS) + 1))
def test_what_one_look_does_not_confirm_is_not_enough(nth: int) -> None:
    asked: Asked = []
    assert fewest(2, 8, arm(2, asked, {nth: 3}), yes) == Found(3, confirmed=True)
    assert asked == [*looks_at(2, nth), *looks_at(3)]


def test_without_time_the_first_look_must_do() -> None:
    asked: Asked = []
    assert fewest(2, 8, arm(3, asked), lambda: False) == Found(3, confirmed=False)
    assert asked == [*looks_at(2, 1), *looks_at(3, 1)]


def test_an_arm_that_the_most_are_too_few_for_is_not_held() -> None:
    asked: Asked = []
    assert fewest(6, 8, arm(9, asked), yes) == NOT_HELD
    assert [replicas for replicas, _ in asked] == [6, 7, 8]


def test_a_bound_above_the_ceiling_is_not_even_tried() -> None:
    asked: Asked = []
    assert fewest(9, 8, arm(9, asked), yes) == NOT_HELD
    assert asked == []


@pytest.mark.parametrize(("share", "least", "most"), [(1 / 3, 0.0, 0.03), (0.97, 0.85, 1.0)])
def test_replicas_that_hold_now_and_then_are_not_taken_for_enough(
    share: float, least: float, most: float
) -> None:
    """As visits would hold it with them: one in three, or all but a few."""
    taken = [fewest(5, 5, held_by_luck(share, Random(seed)), yes) for seed in range(1000)]
    assert least <= sum(found.confirmed for found in taken) / len(taken) <= most


def held_by_luck(share: float, dice: Random) -> Callable[[int, int, float], bool]:
    return lambda _replicas, _nth, _seconds: dice.random() < share
