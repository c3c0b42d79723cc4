"""Each gate lets sound runs pass and stops the one it is there for."""

import math

import pytest

from experiments.analysis.gates import missed_slowdown, order_effect, uneven_reruns
from experiments.analysis.question import Pair
from experiments.analysis.tests.blocks import (
    COSTS_MORE,
    OTHERS_LOSE,
    around,
    pairs,
    ratios,
)

NOISE = (1.03, 0.98, 0.95, 1.04, 1.01, 1.02, 0.99, 0.96)
MUCH_NOISE = (1.4, 0.8, 0.7, 1.5, 1.1, 1.2, 0.9, 0.6)


def test_blocks_that_differ_by_chance_pass_the_order_gate() -> None:
    effect = order_effect(COSTS_MORE, ratios(*MUCH_NOISE))
    assert effect.problem is None
    assert effect.low is not None
    assert effect.high is not None
    assert effect.low < 1 / COSTS_MORE.margin
    assert effect.high > COSTS_MORE.margin


def test_an_arm_that_gains_by_going_first_is_an_order_effect() -> None:
    planted = [x * (1.3 if n % 2 == 0 else 1) for n, x in enumerate(NOISE)]
    effect = order_effect(COSTS_MORE, ratios(*planted))
    assert effect.problem == "order effect: 1.19x to 1.39x"
    assert effect.low == pytest.approx(1.3 * 0.95 / 1.04)
    assert effect.high == pytest.approx(1.3 * 1.03 / 0.96)


def test_an_order_effect_that_lies_within_the_margin_passes() -> None:
    planted = [1.03 if n % 2 == 0 else 1.0 for n in range(8)]
    effect = order_effect(COSTS_MORE, ratios(*planted))
    assert effect.problem is None
    assert effect.low == pytest.approx(1.03)


def test_one_arm_alone_can_have_an_order_effect() -> None:
    lost = pairs([(5.0 if n % 2 else 0.0, None) for n in range(8)])
    assert order_effect(OTHERS_LOSE, lost).problem == "order effect: -5 to -5"


def test_blocks_that_all_began_with_the_same_arm_fail() -> None:
    same = [Pair(n, 10.0, 10.0 * x, True) for n, x in enumerate(NOISE)]
    problem = order_effect(COSTS_MORE, same).problem
    assert problem == "order effect: every block began with the same arm"


@pytest.mark.parametrize("blocks", [0, 6, 7])
def test_too_few_blocks_of_either_order_are_no_evidence_of_an_effect(blocks: int) -> None:
    effect = order_effect(COSTS_MORE, ratios(*NOISE[:blocks]))
    assert (effect.low, effect.high, effect.problem) == (None, None, None)


def test_values_without_a_ratio_are_left_to_the_verdict() -> None:
    assert order_effect(COSTS_MORE, pairs([(0.0, 1.0)] * 8)).problem is None


ARMS = ("monolith", "services")
DEARER, EQUAL = ratios(*[1.3] * 8), ratios(*[1.0] * 8)


def test_as_many_reruns_for_one_arm_as_for_the_other_pass() -> None:
    for reruns in ({}, {"monolith": 2, "services": 2}):
        assert uneven_reruns(COSTS_MORE, DEARER, EQUAL, ARMS, reruns) is None


@pytest.mark.parametrize("reruns", [{"services": 1}, {"monolith": 2, "services": 1}])
def test_uneven_reruns_are_a_problem_where_the_visits_thrown_away_decide(
    reruns: dict[str, int],
) -> None:
    problem = uneven_reruns(COSTS_MORE, DEARER, EQUAL, ARMS, reruns)
    assert problem is not None
    assert problem.startswith("reruns: ")


def test_uneven_reruns_pass_where_all_first_visits_say_the_same() -> None:
    slower_first = (*ratios(2.0), *DEARER[1:])
    assert uneven_reruns(COSTS_MORE, DEARER, slower_first, ARMS, {"services": 1}) is None


def test_a_claim_about_one_arm_is_touched_by_that_arms_reruns_only() -> None:
    lost, kept = pairs([(5.0, None)] * 8), pairs([(0.0, None)] * 8)
    assert uneven_reruns(OTHERS_LOSE, lost, kept, ARMS, {"services": 3}) is None
    assert uneven_reruns(OTHERS_LOSE, lost, kept, ARMS, {"monolith": 1}) == (
        "reruns: 1 for the monolith, 0 for the services,"
        " and with the visits thrown away the verdict is another"
    )


def missed(values: list[Pair]) -> str | None:
    return missed_slowdown(COSTS_MORE, values, 1.25, (1.15, 1.35))


def test_a_planted_slowdown_that_shows_is_found() -> None:
    assert missed(around(1.25)) is None


@pytest.mark.parametrize("ratio", [1.0, 1.1, 0.8])
def test_a_planted_slowdown_that_does_not_show_is_missed(ratio: float) -> None:
    assert (missed(around(ratio)) or "").startswith("a planted slowdown of 1.25x was not found: ")


def test_a_planted_slowdown_that_is_measured_as_another_one_is_missed() -> None:
    assert missed(around(1.5)) == "a planted slowdown of 1.25x was measured as 1.5x"


def test_a_planted_slowdown_needs_an_interval_to_be_found() -> None:
    assert (
        missed(around(1.25)[:5])
        == "a planted slowdown of 1.25x could not be looked for in 5 blocks"
    )


@pytest.mark.parametrize("values", [[], [(None, None)] * 8, [(0.0, 1.0)] * 8, [(1.0, math.nan)]])
def test_a_planted_slowdown_nobody_measured_is_missed(
    values: list[tuple[float | None, float | None]],
) -> None:
    assert missed(pairs(values)) is not None
