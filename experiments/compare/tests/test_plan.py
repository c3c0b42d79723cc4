from dataclasses import replace

import pytest

from experiments.compare.plan import make_plan
from experiments.testing.comparison import COST, settings

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


def labels(arms: tuple[str, str], *without: str) -> tuple[str, str]:
    return make_plan(replace(SETTINGS, arms=arms, without=frozenset(without))).labels


def test_an_arm_is_held_against_itself_without_what_protects_it() -> None:
    plan = make_plan(
        replace(SETTINGS, arms=("services", "services"), without=frozenset(("breaker",)))
    )
    assert plan.labels == ("services", "services without breaker")
    whole, lacking = (plan.side(each) for each in plan.labels)
    assert (whole.without, lacking.without) == (frozenset(), {"breaker"})


def test_two_arms_are_both_without_it_as_far_as_they_have_it() -> None:
    both = ("monolith", "services")
    assert labels(both, "breaker") == ("monolith without breaker", "services without breaker")
    assert labels(both, "replicas") == ("monolith without replicas", "services")
