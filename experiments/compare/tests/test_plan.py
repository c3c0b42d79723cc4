from dataclasses import replace

import pytest

from experiments.compare.plan import ImpossiblePlan, Settings, make_plan

SETTINGS = Settings(arms=("monolith", "services"), seed=7)


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
        ({"rate": 0.0}, "the rate must lie above 0"),
        ({"rate": 301.0}, "at most at 300 operations/s"),
        ({"rate": float("nan")}, "the rate must lie above 0"),
        ({"seconds": 7.9}, "lasts 8 seconds at least"),
        ({"seconds": float("nan")}, "lasts 8 seconds at least"),
        ({"rate": 5.0}, "needs 100 operations at least: 5/s for 10 s are fewer"),
    ],
)
def test_impossible_settings_say_why(change: dict[str, float], why: str) -> None:
    with pytest.raises(ImpossiblePlan, match=why):
        replace(SETTINGS, **change)  # type: ignore[arg-type]
