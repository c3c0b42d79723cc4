"""What a machine cannot do is known before the run, and never stands in the way of the rest."""

from dataclasses import replace

import pytest

from experiments.catalogue import EXTRA, USUAL, scaling_cpu
from experiments.catalogue.failure_isolation import isolation
from experiments.compare.able import within
from experiments.compare.plan import make_plan
from experiments.faults.broker_paused import broker_paused
from experiments.faults.crash import crash
from experiments.faults.database_read_only import database_read_only
from experiments.faults.hang import hang
from experiments.method.sizes import stored_sizes
from experiments.stacks.protocol import Ability
from experiments.testing.comparison import COST, settings
from experiments.trials.settings import ImpossiblePlan

NEEDY = scaling_cpu.experiment
UNABLE = {Ability.CPU_QUOTA: "nobody lends us a core"}
ASKED = replace(settings(blocks=2), sizes=stored_sizes(), extras=(NEEDY,))


def test_in_a_full_run_only_a_quota_needs_an_ability() -> None:
    assert [one for one in (*USUAL, *EXTRA) if one.needs] == [NEEDY]
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


def test_a_fault_that_a_stack_cannot_do_is_left_out() -> None:
    unable = {Ability.READ_ONLY: "nobody may tell this database anything"}
    telling = isolation(database_read_only("orders"))
    assert telling.needs == (Ability.READ_ONLY,)
    left = within(replace(ASKED, extras=(telling,)), unable)
    assert [*left.left_out.values()] == ["nobody may tell this database anything"]


def test_faults_that_could_not_be_told_apart_make_no_plan() -> None:
    one, other = isolation(hang("orders")), isolation(crash("orders"))
    both = replace(one, method=(*one.method[:3], other.method[2], *one.method[3:]))
    with pytest.raises(ImpossiblePlan, match=r"^isolation-hang-orders: hang of orders and"):
        replace(ASKED, extras=(both,))
