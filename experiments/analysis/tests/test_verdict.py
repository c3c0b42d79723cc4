"""The rule of design.md, case by case."""

import json
import math
from dataclasses import asdict

import pytest

from experiments.analysis.grid import Interval
from experiments.analysis.question import Pair, Question
from experiments.analysis.tests.blocks import (
    COSTS_LESS,
    COSTS_MORE,
    OTHERS_LOSE,
    OTHERS_LOSE_LESS,
    around,
    pairs,
    ratios,
)
from experiments.analysis.verdict import Label, Ruling, judge, rule

SUPPORTED, REFUTED, INCONCLUSIVE = Ruling.SUPPORTED, Ruling.REFUTED, Ruling.INCONCLUSIVE
NEGLIGIBLE, OPPOSITE, AT_MOST = Label.NEGLIGIBLE, Label.OPPOSITE, Label.AT_MOST_SMALL


@pytest.mark.parametrize(
    ("ratio", "ruling", "label"),
    [
        (1.30, SUPPORTED, None),
        (1.10, INCONCLUSIVE, None),
        (1.00, REFUTED, NEGLIGIBLE),
        (1 / 1.10, REFUTED, AT_MOST),
        (0.70, REFUTED, OPPOSITE),
    ],
)
def test_an_interval_is_held_against_both_margins(
    ratio: float, ruling: Ruling, label: Label | None
) -> None:
    more, less = judge(COSTS_MORE, around(ratio)), judge(COSTS_LESS, around(1 / ratio))
    assert (more.ruling, more.label) == (ruling, label)
    assert (less.ruling, less.label) == (ruling, label)


@pytest.mark.parametrize(
    ("low", "high", "ruling", "label"),
    [
        (1.01, 9.0, SUPPORTED, None),
        (1.0, 9.0, INCONCLUSIVE, None),
        (-9.0, 1.0, INCONCLUSIVE, None),
        (-9.0, 9.0, INCONCLUSIVE, None),
        (-0.99, 0.99, REFUTED, NEGLIGIBLE),
        (-1.0, 0.99, REFUTED, AT_MOST),
        (-9.0, -1.0, REFUTED, AT_MOST),
        (-9.0, -1.01, REFUTED, OPPOSITE),
    ],
)
def test_an_interval_that_touches_a_margin_is_not_beyond_it(
    low: float, high: float, ruling: Ruling, label: Label | None
) -> None:
    assert rule(OTHERS_LOSE, Interval(low, high)) == (ruling, label)
    assert rule(OTHERS_LOSE_LESS, Interval(-high, -low)) == (ruling, label)


def test_a_ratio_is_estimated_as_a_ratio() -> None:
    verdict = judge(COSTS_MORE, ratios(1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.5, 1.0))
    assert verdict.estimate == pytest.approx(1.2)
    assert verdict.low is not None
    assert verdict.high is not None
    assert verdict.half_width is not None
    assert verdict.low == pytest.approx(math.sqrt(1.2))
    assert verdict.high == pytest.approx(math.sqrt(1.8))
    assert (1 + verdict.half_width) ** 2 == pytest.approx(verdict.high / verdict.low)


def test_a_difference_is_estimated_in_points() -> None:
    verdict = judge(OTHERS_LOSE_LESS, pairs([(n, n - 5) for n in (8, 9, 7, 6, 8, 9, 7, 6)]))
    assert (verdict.estimate, verdict.low, verdict.high) == (-5, -5, -5)
    assert verdict.ruling is SUPPORTED
    assert verdict.half_width == 0


def test_one_arm_alone_is_judged_whatever_the_other_gave() -> None:
    lost = pairs([(4.0, None), (5.0, 1.0), (6.0, None), (4.0, 1.0), (5.0, 1.0), (6.0, 1.0)])
    verdict = judge(OTHERS_LOSE, lost)
    assert verdict.ruling is SUPPORTED
    assert verdict.missing == ()
    assert verdict.estimate == 5


def test_a_loss_of_nothing_at_all_refutes() -> None:
    verdict = judge(OTHERS_LOSE, pairs([(0.0, 0.0)] * 8))
    assert (verdict.ruling, verdict.label) == (REFUTED, NEGLIGIBLE)


def test_p_is_twice_the_smaller_one_sided_p_against_the_margin() -> None:
    assert judge(COSTS_MORE, around(1.5)).p == 2 / 256
    assert judge(COSTS_MORE, around(0.7)).p == 2 / 256
    assert judge(COSTS_LESS, around(1.0)).p == 2 / 256


def test_fewer_than_six_blocks_give_an_estimate_and_no_interval() -> None:
    verdict = judge(COSTS_MORE, around(1.5)[:5])
    assert verdict.estimate is not None
    assert (verdict.low, verdict.high, verdict.p, verdict.ruling) == (None, None, None, None)
    assert verdict.remarks == ("fewer than 6 blocks: no interval",)


def test_blocks_without_a_value_are_named_and_cost_a_ruling_that_they_could_change() -> None:
    holes = [*around(1.5)[:6], Pair(7, None, 15.0, True), Pair(8, 10.0, None, False)]
    verdict = judge(COSTS_MORE, holes)
    assert verdict.ruling is INCONCLUSIVE
    assert (verdict.blocks, verdict.missing) == (6, (7, 8))
    assert verdict.remarks == ("blocks 7, 8 gave no value, which could change the verdict",)


def test_a_ruling_stands_that_is_the_same_wherever_the_missing_values_would_have_lain() -> None:
    verdict = judge(COSTS_MORE, [*around(1.5), *around(1.6)[:7], Pair(16, 10.0, None, False)])
    assert verdict.ruling is SUPPORTED
    assert verdict.remarks == ("block 16 gave no value",)


def test_missing_values_can_cost_the_interval() -> None:
    verdict = judge(COSTS_MORE, [*around(1.5)[:5], Pair(6, None, None, True)])
    assert verdict.ruling is None
    assert verdict.remarks == ("block 6 gave no value", "fewer than 6 blocks: no interval")


def test_no_value_at_all_is_no_crash() -> None:
    verdict = judge(COSTS_MORE, pairs([(None, None)] * 8))
    assert (verdict.blocks, verdict.estimate, verdict.ruling) == (0, None, None)
    assert judge(COSTS_MORE, []).remarks == ("fewer than 6 blocks: no interval",)


@pytest.mark.parametrize(
    ("one", "two", "text"),
    [
        (0.0, 5.0, "block 9: a ratio needs values above 0, not 5 / 0"),
        (5.0, -1.0, "block 9: a ratio needs values above 0, not -1 / 5"),
        (5.0, math.nan, "block 9: nan is no finite number"),
        (math.inf, 5.0, "block 9: inf is no finite number"),
    ],
)
def test_a_value_that_no_ratio_can_be_made_of_leaves_no_ruling_and_says_so(
    one: float, two: float, text: str
) -> None:
    verdict = judge(COSTS_MORE, [*around(1.5), Pair(9, one, two, True)])
    assert (verdict.estimate, verdict.ruling) == (None, None)
    assert verdict.remarks == (text,)


@pytest.mark.parametrize("question", [OTHERS_LOSE, OTHERS_LOSE_LESS])
def test_zero_and_negative_values_are_fine_on_other_scales(question: Question) -> None:
    assert judge(question, pairs([(0.0, -1.0)] * 6)).ruling is not None


def test_a_withheld_verdict_is_inconclusive_for_these_reasons() -> None:
    verdict = judge(COSTS_MORE, around(1.0)).withheld("order effect")
    assert (verdict.ruling, verdict.label) == (INCONCLUSIVE, None)
    assert verdict.remarks == ("order effect",)


def test_nothing_is_withheld_without_a_reason_or_without_a_ruling() -> None:
    supported, dots = judge(COSTS_MORE, around(1.5)), judge(COSTS_MORE, around(1.5)[:3])
    assert supported.withheld() == supported
    assert dots.withheld("order effect") == dots


def test_a_verdict_can_be_written_down() -> None:
    written = json.loads(json.dumps(asdict(judge(COSTS_MORE, around(1.0)))))
    assert written["ruling"] == "Refuted"
    assert written["label"] == "negligible"
    assert written["question"]["margin"] == 1.1
