"""The arms as they are pass every checker, and whoever plants a mistake is told who noticed."""

from collections.abc import Callable

import pytest

from experiments.checks.history.check import RULES
from experiments.checks.history.check import name_of as rule_name
from experiments.checks.invariants.check import CHECKERS, name_of
from experiments.cli.edge import run
from experiments.mutants import __main__ as command
from experiments.mutants.catalogue import MUTANTS, OF_SERVICES
from experiments.mutants.judge import Judgement
from experiments.mutants.mutant import Mutant
from experiments.mutants.run import AS_IT_IS, Mutants, Outcome
from experiments.mutants.table import WIDTH, table
from experiments.testing.postgres import Server

FEWEST = 12
SAID = Judgement({"stock is conserved": ("p-0001 ...",)}, ())
Live = Callable[[str, Mutant], Outcome]


def test_a_name_that_no_mutant_has_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(command.app, ["--only", "moon"]) == 2
    assert "no mutant is named 'moon'" in capsys.readouterr().err


@pytest.fixture(scope="module")
def live(postgres: Server) -> Live:
    return Mutants(postgres).outcome


@pytest.mark.real
@pytest.mark.parametrize("arm", MUTANTS)
def test_an_arm_as_it_is_is_noticed_by_none_and_no_rule_is_idle(live: Live, arm: str) -> None:
    outcome = live(arm, AS_IT_IS)
    assert outcome.judgement.said == {}
    assert outcome.judgement.idle == ()
    assert outcome.is_right


@pytest.mark.real
@pytest.mark.parametrize("arm", MUTANTS)
def test_a_mutant_is_caught_on_either_arm_and_gone_afterwards(live: Live, arm: str) -> None:
    mutant = next(each for each in MUTANTS[arm] if each.name == "charged twice")
    assert live(arm, mutant).is_right
    assert live(arm, AS_IT_IS).is_right


def test_a_mistake_that_nobody_can_see_survives() -> None:
    harmless = Mutant("harmless", caught_by="money is conserved")
    assert not Outcome("monolith", harmless, Judgement({}, ())).is_right


@pytest.mark.parametrize("arm", MUTANTS)
def test_each_arm_has_mutants_enough_and_each_its_own_name(arm: str) -> None:
    names = [mutant.name for mutant in MUTANTS[arm]]
    assert len(set(names)) == len(names) >= FEWEST


def test_every_mutant_names_a_checker_that_exists() -> None:
    known = {*map(name_of, CHECKERS), *map(rule_name, RULES)}
    assert {mutant.caught_by for each in MUTANTS.values() for mutant in each} <= known


def test_every_rule_about_history_has_a_mutant() -> None:
    named = {mutant.caught_by for each in MUTANTS.values() for mutant in each}
    assert set(map(rule_name, RULES)) <= named


def test_the_table_tells_survivors_and_who_noticed_instead() -> None:
    outcomes = [
        Outcome("services", AS_IT_IS, Judgement({}, ())),
        Outcome("services", Mutant("one", "stock is conserved"), SAID),
        Outcome("services", Mutant("two", "money is conserved"), SAID),
    ]
    assert table(outcomes, seconds=2.0).splitlines()[1:4] == [
        "services, as it is: noticed by none",
        "  one                          stock is conserved                  caught",
        "  two                          money is conserved                  SURVIVED   1",
    ]
    assert "    noticed by stock is conserved" in table(outcomes, 2.0)
    assert "1 of 2 mutants caught" in table(outcomes, 2.0)


def test_the_table_is_as_wide_as_a_terminal() -> None:
    outcomes = [Outcome(arm, each, SAID) for arm, all_ in MUTANTS.items() for each in all_]
    shown = table(outcomes, seconds=99.0)
    assert max(map(len, shown.splitlines())) <= WIDTH
    for mutant in (each for all_ in MUTANTS.values() for each in all_):
        assert f" {mutant.name} " in shown
        assert f" {mutant.caught_by} " in shown


def test_a_control_that_is_noticed_is_wrong() -> None:
    outcome = Outcome("monolith", AS_IT_IS, SAID)
    assert not outcome.is_right
    assert "WRONG: noticed by stock is conserved" in table([outcome], 1.0)


def test_services_have_the_mistakes_that_only_messages_make() -> None:
    assert {"no inbox", "compensation lost", "marked before it is sent"} <= {
        each.name for each in OF_SERVICES
    }
