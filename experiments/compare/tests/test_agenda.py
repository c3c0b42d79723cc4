from experiments.compare.agenda import CONFORM_S, Agenda, start_s
from experiments.compare.plan import make_plan
from experiments.testing.comparison import settings
from experiments.topology import MONOLITH, SERVICES


def test_more_parts_take_longer_to_start() -> None:
    assert start_s(SERVICES) > start_s(MONOLITH)


def test_what_visits_took_replaces_the_guess() -> None:
    agenda = Agenda(make_plan(settings(blocks=2)))
    agenda.visited("monolith", 30.0)
    agenda.visited("monolith", 40.0)
    agenda.visited("services", 50.0)
    for arm in ("monolith", "services"):
        agenda.conforms(arm)
    assert agenda.left_s() == 2 * 35.0 + 2 * 50.0


def test_a_rerun_is_added() -> None:
    agenda = Agenda(make_plan(settings(blocks=2)))
    before = agenda.left_s()
    agenda.again(("monolith",))
    assert agenda.left_s() == before + agenda.visit_s("monolith")


def test_conformance_counts_until_it_begins() -> None:
    agenda = Agenda(make_plan(settings(blocks=2)))
    before = agenda.left_s()
    agenda.conforms("monolith")
    assert before - agenda.left_s() == start_s(MONOLITH) + CONFORM_S
