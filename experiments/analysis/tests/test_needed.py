"""How many blocks would decide."""

import math
from random import Random

import pytest

from experiments.analysis.grid import Interval
from experiments.analysis.needed import MOST_BLOCKS, blocks_to_decide, in_words
from experiments.analysis.question import Pair
from experiments.analysis.tests.blocks import COSTS_MORE, around, ratios
from experiments.analysis.verdict import Ruling, judge


@pytest.mark.parametrize(
    ("distance", "needed"), [(0.5, 32), (0.25, 128), (0.6, 24), (0.99, 10), (1.5, 10)]
)
def test_half_the_distance_needs_four_times_the_blocks(distance: float, needed: int) -> None:
    assert blocks_to_decide(8, 0.0, Interval(-1, 1), distance) == needed


def test_it_is_an_even_number_above_the_present_one() -> None:
    assert blocks_to_decide(7, 0.0, Interval(-1, 1), 0.99) == 8
    assert blocks_to_decide(7, 0.0, Interval(-1, 1), 0.9) == 10


@pytest.mark.parametrize("distance", [0.0, 0.01])
def test_an_estimate_at_the_margin_is_never_decided(distance: float) -> None:
    assert blocks_to_decide(8, 0.0, Interval(-1, 1), distance) is None


def test_an_inconclusive_verdict_says_how_many() -> None:
    verdict = judge(COSTS_MORE, ratios(1.0, 1.1, 1.2, 1.3, 1.15, 1.25, 1.05, 1.35))
    assert verdict.ruling is Ruling.INCONCLUSIVE
    assert verdict.estimate is not None
    assert verdict.half_width is not None
    far = math.log(verdict.estimate / 1.1)
    assert verdict.needed == 2 * math.ceil(8 * (math.log1p(verdict.half_width) / far) ** 2 / 2)


def test_a_verdict_that_says_something_needs_none() -> None:
    assert judge(COSTS_MORE, around(1.5)).needed is None


def test_the_words_ask_for_a_new_run() -> None:
    assert in_words(24).startswith("a new run of 24 blocks would decide it in two cases of three")


def test_nobody_is_sent_for_more_blocks_than_a_run_may_have() -> None:
    assert "a new run" in in_words(MOST_BLOCKS)
    assert "a new run" not in in_words(MOST_BLOCKS + 2)
    assert "66 blocks" in in_words(MOST_BLOCKS + 2)


def test_of_new_runs_of_that_many_blocks_two_in_three_decide() -> None:
    dice = Random("needed")
    decided: list[bool] = []
    while len(decided) < 300:
        needed = judge(COSTS_MORE, equal_arms(8, dice)).needed
        if needed is not None and needed <= 64:
            again = judge(COSTS_MORE, equal_arms(needed, dice))
            decided.append(again.ruling is not Ruling.INCONCLUSIVE)
    assert sum(decided) / len(decided) >= 2 / 3


def equal_arms(blocks: int, dice: Random) -> list[Pair]:
    """Two arms that are alike; the logarithm of a visit has a standard deviation of 10%."""
    return ratios(*(math.exp(math.sqrt(2) * dice.gauss(0, 0.1)) for _ in range(blocks)))
