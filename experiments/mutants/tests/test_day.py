"""A right shop lives through the day with every accident, and no rule speaks; nor is one idle."""

import pytest

from experiments.checks.history.check import check_history
from experiments.checks.history.history import History
from experiments.checks.history.operation import End, Kind, Operation
from experiments.checks.history.told import told
from experiments.checks.invariants.journal import Outcome
from experiments.mutants.day import Day
from experiments.mutants.outside import Outside
from experiments.mutants.planted.goods import CachedStock
from experiments.mutants.planted.keys import KeysIgnored
from experiments.mutants.planted.money import CachedWallets
from experiments.mutants.planted.replaced import Instead
from experiments.mutants.tests.memory_arm import MemoryArm


@pytest.fixture(scope="module", params=[0, 3], ids=["settled at once", "shown pending first"])
def arm(request: pytest.FixtureRequest) -> MemoryArm:
    return MemoryArm(shown_pending=request.param)


@pytest.fixture(scope="module")
def operations(arm: MemoryArm) -> tuple[Operation, ...]:
    day = Day(arm, Outside())
    day.live_through()
    return day.customers.log.operations


def test_no_rule_speaks_and_none_is_idle(arm: MemoryArm, operations: tuple[Operation, ...]) -> None:
    verdicts = check_history(History(operations, arm.relations()))
    assert [one.sentence for each in verdicts for one in each.violations] == []
    assert all(each.compared for each in verdicts)


def test_every_accident_happens(arm: MemoryArm, operations: tuple[Operation, ...]) -> None:
    assert operations
    assert set(arm.accidents) == {"restart", "killed", "cut", "broker"}


def test_the_killed_order_is_asked_for_again_and_a_cunning_price_is_refused(
    operations: tuple[Operation, ...],
) -> None:
    places = [each for each in operations if each.kind is Kind.PLACE]
    assert [each.end for each in places if each.subject == "k-21"] == [End.UNKNOWN, End.DONE]
    assert [each.end for each in places if each.subject == "k-6"] == [End.FAILED]


def test_all_ends_of_an_order_are_met(arm: MemoryArm, operations: tuple[Operation, ...]) -> None:
    entries = told(History(operations, arm.relations()))
    reasons = {each.reason for each in entries if each.outcome is Outcome.ACKNOWLEDGED}
    assert {None, "out_of_stock", "payment_declined", "risk_refused"} <= reasons


@pytest.mark.parametrize(
    ("feature", "mistake", "rule"),
    [
        ("inventory", CachedStock, "stock reads fit the orders"),
        ("payments", CachedWallets, "wallet reads fit the orders"),
        ("orders", KeysIgnored, "a key has one answer"),
    ],
)
def test_a_mistake_planted_in_the_right_shop_is_noticed(
    feature: str, mistake: type[Instead], rule: str
) -> None:
    broken = MemoryArm(planted={feature: mistake})
    day = Day(broken, Outside())
    day.live_through()
    verdicts = check_history(History(day.customers.log.operations, broken.relations()))
    assert rule in {each.name for each in verdicts if each.violations}
