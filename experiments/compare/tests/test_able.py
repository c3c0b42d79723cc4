"""What a machine cannot do is known before the run, and never stands in the way of the rest."""

from dataclasses import replace

import pytest

from experiments.catalogue import EXTRA, USUAL, experiment_named, scaling_cpu
from experiments.catalogue.blast_cell import cell
from experiments.catalogue.failure_isolation import isolation
from experiments.catalogue.isolation_variants import PREFIX, every_fault
from experiments.compare.able import within
from experiments.compare.plan import make_plan
from experiments.faults.broker_paused import broker_paused
from experiments.faults.crash import crash
from experiments.faults.hang import hang
from experiments.method.sizes import stored_sizes
from experiments.stacks.protocol import Ability
from experiments.testing.comparison import COST, settings
from experiments.trials.settings import ImpossiblePlan

NEEDY = scaling_cpu.experiment
UNABLE = {Ability.CPU_QUOTA: "nobody lends us a core"}
ASKED = replace(settings(blocks=2), sizes=stored_sizes(), extras=(NEEDY,))


def test_in_a_full_run_only_a_quota_and_faults_need_an_ability() -> None:
    needy = {one.name for one in (*USUAL, *EXTRA) if one.needs}
    assert {name for name in needy if not name.startswith(PREFIX)} == {NEEDY.name}
    assert NEEDY.needs == (Ability.CPU_QUOTA,)


def test_where_everything_can_be_done_nothing_is_left_out() -> None:
    assert within(ASKED, {}) == ASKED


def test_what_cannot_be_done_is_left_out_with_the_reason() -> None:
    left = within(ASKED, UNABLE)
    assert (left.experiments, left.extras) == ((COST,), ())
    plan = make_plan(left)
    assert all(NEEDY.name not in block.experiments for block in plan.blocks)
    assert plan.as_json()["left_out"] == {NEEDY.name: "nobody lends us a core"}


def test_what_was_left_out_stays_named() -> None:
    left = within(ASKED, UNABLE)
    assert within(left, {}) == within(left, UNABLE) == left


def test_a_plan_of_nothing_else_is_impossible() -> None:
    alone = replace(ASKED, experiments=(NEEDY,), extras=())
    with pytest.raises(ImpossiblePlan, match=r"^scaling-cpu is not run: nobody lends us a core$"):
        within(alone, UNABLE)


BROKEN = isolation(broker_paused("orders"))
TOLD = "broker paused of orders: monolith has no broker"


def test_what_an_arm_does_not_have_cannot_be_compared() -> None:
    left = within(replace(ASKED, extras=(BROKEN,)), {})
    assert (left.extras, left.left_out) == ((), {"isolation-broker-paused-orders": TOLD})
    both = replace(ASKED, arms=("services", "services"), extras=(BROKEN,))
    assert within(both, {}) == both


@pytest.mark.parametrize(
    ("name", "ability"),
    [
        ("isolation-database-read-only-orders", Ability.READ_ONLY),
        ("isolation-database-disk-full-orders", Ability.DISK_FULL),
        ("isolation-database-paused-orders", Ability.PAUSE),
        ("isolation-network-slow-inventory", Ability.LINKS),
    ],
)
def test_a_fault_that_a_stack_cannot_do_is_left_out(name: str, ability: Ability) -> None:
    asked = replace(ASKED, arms=("services", "services"), extras=(experiment_named(name),))
    left = within(asked, {ability: "nobody does that here"})
    assert (left.extras, left.left_out) == ((), {name: "nobody does that here"})
    assert within(asked, {}) == asked


def test_every_fault_can_be_had_by_some_arm_whose_stack_is_able() -> None:
    for one in every_fault:
        asked = replace(ASKED, arms=("services", "services"), extras=(one,))
        assert within(asked, {}) == asked


def test_faults_that_could_not_be_told_apart_make_no_plan() -> None:
    one, other = isolation(hang("orders")), isolation(crash("orders"))
    both = replace(one, method=(*one.method[:3], other.method[2], *one.method[3:]))
    with pytest.raises(ImpossiblePlan, match=r"^isolation-hang-orders: hang of orders and"):
        replace(ASKED, extras=(both,))


HALF, NOWHERE = cell("broker-down", "orders"), cell("broker-down", "payments")
CELLS = replace(settings(blocks=1), sizes=stored_sizes(), experiments=(HALF, NOWHERE))


def test_a_cell_is_left_to_the_arm_that_has_what_it_hits() -> None:
    asked = within(CELLS, {})
    assert (asked, asked.left_out) == (CELLS, {})
    told = "broker down of orders: monolith has no broker"
    assert asked.absent["monolith"][HALF.name] == told
    assert list(asked.absent) == ["monolith"]
    plan = make_plan(asked)
    made = {
        side.label: [one.name for one in plan.experiments_on(plan.blocks[0], side)]
        for side in asked.sides
    }
    assert made["monolith"] == []
    assert sorted(made["services"]) == [HALF.name, NOWHERE.name]


def test_a_cell_that_no_arm_has_is_left_out() -> None:
    nowhere = replace(CELLS, arms=("monolith", "monolith"))
    with pytest.raises(ImpossiblePlan, match="is not run: broker down of orders: monolith has"):
        within(nowhere, {})


def test_a_cell_that_a_stack_cannot_do_is_left_out() -> None:
    paused = cell("database-paused", "orders")
    asked = replace(CELLS, experiments=(HALF, paused))
    left = within(asked, {Ability.PAUSE: "nobody stops here"})
    assert left.experiments == (HALF,)
    assert left.left_out == {paused.name: "nobody stops here"}


def test_cells_are_not_mixed_with_experiments_that_blocks_are_made_of() -> None:
    with pytest.raises(ImpossiblePlan, match="cells of a matrix are run by themselves"):
        replace(CELLS, experiments=(HALF, COST))
