"""A right shop breaks no promise, and each promise is broken by what it forbids."""

from dataclasses import replace

import pytest

from experiments.checks.history.check import RULES
from experiments.checks.history.check import name_of as rule_name
from experiments.checks.history.operation import End, Kind
from experiments.checks.invariants.check import CHECKERS, name_of
from experiments.checks.invariants.relations import Relations, Stock
from experiments.checks.invariants.settle import Settled
from experiments.soak.finding import Finding
from experiments.soak.judge import DOUBLED, LOST, OPEN, judged
from experiments.soak.tests.made import EMPTY, RIGHT, SEEN, placed, settled

ORDER = RIGHT.orders[0]
PENDING = replace(
    RIGHT, orders=(ORDER._replace(status="PENDING", has_settled_at=False),), notifications=()
)


def finding(asked: str, read: Settled, *operations: object) -> Finding:
    every = judged(read, operations or (placed(),)).findings  # type: ignore[arg-type]
    (found,) = (each for each in every if each.asked == asked)
    return found


def test_a_right_shop_keeps_every_promise() -> None:
    judgement = judged(settled(), (placed(),))
    assert [each.kept for each in judgement.findings] == [True, True, True, True, None, None]
    assert judgement.violations == ()


@pytest.mark.parametrize(
    ("asked", "relations"),
    [
        ("0 acknowledged lost", EMPTY),
        ("0 doubled", replace(RIGHT, orders=(ORDER, ORDER._replace(order_id="o-2")))),
        ("all final and told after 60 s", PENDING),
        ("all final and told after 60 s", replace(RIGHT, notifications=())),
        ("stock, money, answers agree", replace(RIGHT, stock=(Stock("p-1", 20, 14),))),
    ],
)
def test_what_the_tables_show_breaks_its_promise(asked: str, relations: Relations) -> None:
    found = finding(asked, settled(relations))
    assert found.kept is False
    assert found.because


@pytest.mark.parametrize(
    "changes", [{"is_still": False}, {"unnotified": 3}], ids=["still changing", "not told"]
)
def test_a_shop_that_is_not_done_in_time_breaks_its_promise(changes: dict[str, object]) -> None:
    assert finding("all final and told after 60 s", settled(RIGHT, **changes)).kept is False


def test_two_orders_for_one_key_are_doubled_in_the_customers_eyes_too() -> None:
    other = placed(number=2, sights=(SEEN._replace(order_id="o-2"),))
    assert finding("0 doubled", settled(), placed(), other).kept is False


def test_an_order_that_was_shown_and_is_not_shown_again_is_lost() -> None:
    gone = placed(End.FAILED, number=2, kind=Kind.READ, subject="o-1", asked=())
    assert finding("0 acknowledged lost", settled(), placed(), gone).kept is False


def test_who_was_never_told_is_counted_apart_and_breaks_nothing() -> None:
    found = finding("unknown to the customer", settled(EMPTY), placed(End.UNKNOWN))
    assert (found.seen, found.kept) == ("1 orders; 1 of 1 tries", None)
    again = finding("unknown to the customer", settled(), placed(End.UNKNOWN), placed(number=2))
    assert again.seen == "0 orders; 1 of 2 tries"


def test_a_rule_that_had_nothing_to_compare_is_told_and_keeps_no_promise() -> None:
    found = finding("rules with nothing to compare", settled())
    assert found.kept is None
    assert "what was shown is shown again" in found.seen


def test_what_was_broken_is_kept_for_its_picture() -> None:
    (violation, *_) = judged(settled(EMPTY), (placed(),)).violations
    assert "o-1" in violation.sentence
    assert violation.operations == (placed(),)


def test_every_promise_is_about_checkers_that_exist() -> None:
    known = {*map(name_of, CHECKERS), *map(rule_name, RULES)}
    assert {*LOST, *DOUBLED, *OPEN} <= known
