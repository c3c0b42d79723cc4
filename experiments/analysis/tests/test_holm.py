"""Many claims together need more evidence each."""

from dataclasses import replace

import pytest

from experiments.analysis.holm import ALPHA, adjust, blocks_to_decide, holm
from experiments.analysis.question import Direction, Question, Scale
from experiments.analysis.verdict import Label, Ruling, Verdict

QUESTION = Question(Scale.RATIO, Direction.MORE, 1.1)


def verdict(p: float | None, ruling: Ruling | None = Ruling.SUPPORTED) -> Verdict:
    return Verdict(QUESTION, blocks=16, p=p, ruling=ruling)


def test_each_p_is_multiplied_by_how_many_are_left() -> None:
    adjusted = holm({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.005})
    assert adjusted == pytest.approx({"a": 0.03, "b": 0.06, "c": 0.06, "d": 0.02})


def test_an_adjusted_p_is_never_above_one() -> None:
    assert holm({"a": 0.9, "b": 0.8}) == {"a": 1.0, "b": 1.0}


def test_a_verdict_stands_if_its_adjusted_p_is_small() -> None:
    kept = adjust({"c1": verdict(0.001), "c2": verdict(0.9, Ruling.INCONCLUSIVE)})["c1"]
    assert kept.ruling is Ruling.SUPPORTED
    assert kept.adjusted
    assert kept.adjusted_p == 0.002


def test_a_verdict_falls_if_its_adjusted_p_is_large() -> None:
    refuted = replace(verdict(0.03, Ruling.REFUTED), label=Label.NEGLIGIBLE)
    fallen = adjust({"c1": refuted, "c2": verdict(0.2, Ruling.INCONCLUSIVE)})["c1"]
    assert fallen.ruling is Ruling.INCONCLUSIVE
    assert fallen.label is None
    assert fallen.remarks == ("adjusted p 0.06 is above 0.05",)


def test_a_claim_without_an_interval_counts_as_one_more() -> None:
    verdicts = {"c1": verdict(0.03), "c2": verdict(None, None)}
    adjusted = adjust(verdicts)
    assert adjusted["c1"].ruling is Ruling.INCONCLUSIVE
    assert adjusted["c2"] == verdicts["c2"]


def test_a_provisional_verdict_says_that_it_is_unadjusted() -> None:
    assert not verdict(0.01).adjusted


def test_too_few_blocks_for_so_many_claims_are_named() -> None:
    eight = {f"c{n}": replace(verdict(2 / 2**8), blocks=8) for n in range(9)}
    assert {one.ruling for one in adjust(eight).values()} == {Ruling.INCONCLUSIVE}
    assert adjust(eight)["c0"].remarks == ("of 9 claims none is decided in fewer than 9 blocks",)
    nine = {f"c{n}": replace(verdict(2 / 2**9), blocks=9) for n in range(9)}
    assert {one.ruling for one in adjust(nine).values()} == {Ruling.SUPPORTED}


@pytest.mark.parametrize(("claims", "blocks"), [(1, 6), (9, 9), (12, 9), (13, 10)])
def test_the_blocks_named_are_the_fewest_whose_p_can_stand(claims: int, blocks: int) -> None:
    assert blocks_to_decide(claims) == blocks
    assert claims * 2 / 2**blocks <= ALPHA < claims * 2 / 2 ** (blocks - 1)
