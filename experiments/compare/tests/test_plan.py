from dataclasses import replace
from typing import Any

import pytest

from experiments.compare.plan import ImpossiblePlan, make_plan
from experiments.method.steps import load, wait
from experiments.testing.comparison import COST, SIZES, settings
from experiments.workload.mixes import MIXED

SETTINGS = settings()


@pytest.mark.parametrize("blocks", [2, 4, 8, 16, 64])
def test_as_many_blocks_begin_with_one_arm_as_with_the_other(blocks: int) -> None:
    for seed in range(20):
        first, second = make_plan(replace(SETTINGS, blocks=blocks, seed=seed)).first_counts
        assert first == second


def test_an_odd_block_goes_to_either_arm() -> None:
    seen = {make_plan(replace(SETTINGS, blocks=7, seed=seed)).first_counts for seed in range(30)}
    assert seen == {(3, 4), (4, 3)}


def test_the_order_is_mixed_and_not_always_the_same() -> None:
    orders = {
        tuple(block.order for block in make_plan(replace(SETTINGS, seed=seed)).blocks)
        for seed in range(20)
    }
    assert len(orders) > 10


def test_the_same_settings_make_the_same_plan() -> None:
    assert make_plan(SETTINGS) == make_plan(SETTINGS)


def test_no_two_blocks_share_their_arrivals() -> None:
    plan = make_plan(replace(SETTINGS, blocks=64))
    assert len({block.seed for block in plan.blocks}) == 64


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"blocks": 0}, "blocks must lie between 1 and 64"),
        ({"blocks": 65}, "blocks must lie between 1 and 64"),
        ({"seed": -1}, "the seed must be 0 or more"),
        ({"experiments": ()}, "no experiment to run"),
        ({"sizes": SIZES.with_rate("mixed", 0.0)}, "the rate must lie above 0"),
        ({"sizes": SIZES.with_rate("mixed", 301.0)}, "at most at 300 operations/s"),
        ({"sizes": SIZES.with_rate("mixed", float("nan"))}, "the rate must lie above 0"),
        (
            {"sizes": SIZES.with_rate("mixed", 5.0)},
            "needs 100 operations at least: 5/s for 10 s are fewer",
        ),
        (
            {"experiments": (replace(COST, method=(load(MIXED), wait(7.9))),)},
            "lasts 8 seconds at least",
        ),
    ],
)
def test_impossible_settings_say_why(change: dict[str, Any], why: str) -> None:
    with pytest.raises(ImpossiblePlan, match=why):
        replace(SETTINGS, **change)


def test_both_visits_of_a_block_run_all_experiments_in_one_seeded_order() -> None:
    three = tuple(replace(COST, name=name) for name in ("a", "b", "c"))
    plan = make_plan(replace(SETTINGS, experiments=three))
    assert all(sorted(block.experiments) == ["a", "b", "c"] for block in plan.blocks)
    assert len({block.experiments for block in plan.blocks}) > 1


def test_extras_have_two_blocks_of_their_own_one_beginning_with_each_arm() -> None:
    extras = tuple(replace(COST, name=name) for name in ("a", "b"))
    plan = make_plan(replace(SETTINGS, extras=extras))
    *usual, one, two = plan.blocks
    assert {block.experiments for block in usual} == {(COST.name,)}
    assert not any(block.extra for block in usual)
    assert [sorted(block.experiments) for block in (one, two)] == [["a", "b"]] * 2
    assert (one.extra, two.extra, one.order) == (True, True, two.order[::-1])
    assert plan.first_counts == make_plan(SETTINGS).first_counts


def test_an_arm_held_against_itself_has_two_labels() -> None:
    plan = make_plan(replace(SETTINGS, arms=("monolith", "monolith")))
    assert plan.labels == ("monolith-a", "monolith-b")
    assert {plan.side(label).arm for label in plan.labels} == {"monolith"}
