import pytest

from experiments.compare.agenda import CONFORM_S, QUIET_S, Agenda, experiment_s, start_s
from experiments.compare.plan import make_plan
from experiments.testing.comparison import COST, settings
from experiments.topology import MONOLITH, SERVICES


def test_more_parts_take_longer_to_start() -> None:
    assert start_s(SERVICES) > start_s(MONOLITH)


def test_a_rerun_of_a_block_is_added() -> None:
    plan = make_plan(settings(blocks=2))
    agenda = Agenda(plan)
    before = agenda.left_s()
    agenda.again(plan.blocks[0])
    starts = 2 * QUIET_S + start_s(MONOLITH) + start_s(SERVICES)
    assert agenda.left_s() == pytest.approx(before + starts + 2 * experiment_s(COST))


def test_conformance_counts_until_it_begins() -> None:
    agenda = Agenda(make_plan(settings(blocks=2)))
    before = agenda.left_s()
    agenda.conforms("monolith")
    assert before - agenda.left_s() == pytest.approx(start_s(MONOLITH) + CONFORM_S)


def test_an_experiment_counts_until_its_trial_begins() -> None:
    agenda = Agenda(make_plan(settings(blocks=2)))
    before = agenda.left_s()
    agenda.tries(COST)
    assert before - agenda.left_s() == pytest.approx(experiment_s(COST))


def test_nothing_is_left_at_the_end() -> None:
    plan = make_plan(settings(blocks=1))
    agenda = Agenda(plan)
    for arm in plan.settings.arms:
        agenda.conforms(arm)
    for label in plan.blocks[0].order:
        agenda.visits(label)
        agenda.tries(COST)
    assert agenda.left_s() == 0
