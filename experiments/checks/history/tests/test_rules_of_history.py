"""Each rule is broken by the fewest operations, and by nothing that could have happened."""

import pytest

from experiments.checks.history.check import RULES, check_history, name_of
from experiments.checks.history.history import History
from experiments.checks.history.operation import End
from experiments.checks.history.tests.made import (
    CONFIRMED,
    PENDING,
    REJECTED,
    history,
    listed,
    place,
    read,
    stock,
    stored,
    wallet,
)
from experiments.checks.history.verdict import Validity

OTHER = PENDING._replace(order_id="o-2")
SHOWN = "what was shown is shown again"
STAYS = "a final status stays"
ONE_ANSWER = "a key has one answer"
FITS = "stock reads fit the orders"
RISES = "stock rises by releases only"
WALLETS = "wallet reads fit the orders"

WRONG = {
    "an acknowledged order that cannot be read": (
        SHOWN, history(place(0, PENDING), read(1, end=End.FAILED))),
    "an acknowledged order that is not listed": (SHOWN, history(place(0, PENDING), listed(1))),
    "an order that was read, and then is not listed": (
        SHOWN, history(place(0, end=End.UNKNOWN), read(1, PENDING), listed(2))),
    "an order that is PENDING again": (
        STAYS, history(place(0, PENDING), read(1, CONFIRMED), read(2, PENDING))),
    "an order with two ends": (
        STAYS, history(place(0, PENDING), read(1, CONFIRMED), listed(2, REJECTED))),
    "an order rejected for another reason": (
        STAYS,
        history(place(0, REJECTED), read(2, REJECTED._replace(reason="payment_declined")))),
    "one key answered with two orders": (ONE_ANSWER, history(place(0, PENDING), place(1, OTHER))),
    "one key answered with two prices": (
        ONE_ANSWER, history(place(0, PENDING), place(1, PENDING._replace(total_cents=1)))),
    "a repeat that is refused": (ONE_ANSWER, history(place(0, PENDING), place(1, end=End.FAILED))),
    "stock that does not know of a confirmed order": (
        FITS, history(place(0, CONFIRMED), stock(1, 20), relations=stored("CONFIRMED"))),
    "stock that nobody ordered is gone": (FITS, history(stock(1, 19))),
    "stock that is gone before it was ordered": (
        FITS, history(stock(0, 15), place(1, CONFIRMED), relations=stored("CONFIRMED"))),
    "stock that a rejected order has kept": (
        FITS, history(place(0, REJECTED), stock(1, 15), relations=stored("REJECTED"))),
    "stock that rises though its order stands": (
        RISES,
        history(place(0, PENDING), stock(1, 15), stock(2, 20), relations=stored("CONFIRMED"))),
    "a wallet that has not paid for a confirmed order": (
        WALLETS, history(place(0, CONFIRMED), wallet(1, 900), relations=stored("CONFIRMED"))),
    "a wallet that paid for nothing": (WALLETS, history(wallet(1, 899))),
}  # fmt: skip

RIGHT = {
    "a read at the same time as the order": history(place(0, PENDING), read(0.2, end=End.FAILED)),
    "a read that was not answered": history(place(0, PENDING), read(1, end=End.UNKNOWN)),
    "a list with more behind it": history(place(0, PENDING), listed(1, is_whole=False)),
    "an order nobody was told of": history(place(0, end=End.UNKNOWN), listed(1)),
    "an order that settles while it is read": history(
        place(0, PENDING), read(1, CONFIRMED), read(1.2, PENDING)),
    "a repeat that is told how it ended": history(place(0, PENDING), place(1, CONFIRMED)),
    "a repeat that asks for something else": history(
        place(0, PENDING), place(1, end=End.FAILED, asked=(("p-1", 6),))),
    "a refusal, and then an answer": history(place(0, end=End.FAILED), place(1, PENDING)),
    "a notification, which tells no reason": history(
        place(0, REJECTED), listed(1, REJECTED._replace(reason=None))),
    "stock held for an order on its way": history(
        place(0, PENDING), stock(1, 15), stock(2, 20), relations=stored("PENDING")),
    "stock held for an order whose outcome is unknown": history(
        place(0, end=End.UNKNOWN), stock(9, 15)),
    "stock given back by a rejected order": history(
        place(0, PENDING), stock(1, 15), read(2, REJECTED), stock(3, 20),
        relations=stored("REJECTED")),
    "a wallet that has paid": history(
        place(0, CONFIRMED), wallet(1, 400), relations=stored("CONFIRMED")),
}  # fmt: skip


def broken(judged: History) -> list[str]:
    return [each.name for each in check_history(judged) if each.violations]


@pytest.mark.parametrize(("rule", "judged"), WRONG.values(), ids=WRONG.keys())
def test_exactly_its_rule_notices(rule: str, judged: History) -> None:
    assert rule in broken(judged)
    assert set(broken(judged)) <= {rule, FITS}


@pytest.mark.parametrize("judged", RIGHT.values(), ids=RIGHT.keys())
def test_what_could_have_happened_breaks_no_rule(judged: History) -> None:
    assert broken(judged) == []


def test_every_rule_has_a_seeded_violation() -> None:
    assert {rule for rule, _ in WRONG.values()} == set(map(name_of, RULES))


def test_a_violation_is_told_by_the_fewest_operations() -> None:
    told, missed = place(0, PENDING), read(3, end=End.FAILED)
    judged = history(told, read(1, PENDING), listed(2, PENDING), missed, read(4, end=End.FAILED))

    (violation,) = next(each.violations for each in check_history(judged) if each.violations)

    assert violation.operations == (told, missed)
    assert violation.orders == ("o-1",)


def test_what_was_never_compared_is_unknown_and_not_valid() -> None:
    verdicts = {each.name: each.validity for each in check_history(history(stock(0, 20)))}

    assert verdicts[FITS] is Validity.VALID
    assert verdicts[SHOWN] is Validity.UNKNOWN
