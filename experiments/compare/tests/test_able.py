"""What a machine cannot do is known before the run, and never stands in the way of the rest."""

from dataclasses import replace

import pytest

from experiments.catalogue import CATALOGUE, scaling_cpu
from experiments.compare.able import within
from experiments.compare.plan import make_plan
from experiments.method.sizes import stored_sizes
from experiments.stacks.protocol import Ability
from experiments.testing.comparison import COST, settings
from experiments.trials.settings import ImpossiblePlan

NEEDY = scaling_cpu.experiment
UNABLE = {Ability.CPU_QUOTA: "nobody lends us a core"}
ASKED = replace(settings(blocks=2), sizes=stored_sizes(), extras=(NEEDY,))


def test_only_a_quota_needs_an_ability() -> None:
    assert [name for name, one in CATALOGUE.items() if one.needs] == [NEEDY.name]
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
