"""What the rules allow and forbid beyond the violations seeded in PostgreSQL."""

from dataclasses import replace
from typing import Any

import pytest

from experiments.checks.invariants.check import CheckResult, check
from experiments.checks.invariants.journal import JournalEntry, Outcome
from experiments.checks.invariants.relations import (
    LedgerEntry,
    Notification,
    Order,
    OrderLine,
    Product,
    Relations,
    Reservation,
    Stock,
    Wallet,
)

CONFIRMED = Order("o-1", "c-1", "k-1", "CONFIRMED", None, 500, True)
PENDING = CONFIRMED._replace(status="PENDING", has_settled_at=False)
LINE = OrderLine("o-1", "p-1", 5, 100)
HELD = Reservation("o-1", "p-1", 5, True)
PAID = LedgerEntry("o-1", "c-1", "authorise", -500)
GOOD = Relations(
    products=(Product("p-1", 100),),
    stock=(Stock("p-1", 20, 15),),
    reservations=(HELD,),
    wallets=(Wallet("c-1", 900, 400),),
    ledger=(PAID,),
    notifications=(Notification("o-1", "c-1", "CONFIRMED"),),
    orders=(CONFIRMED,),
    order_lines=(LINE,),
)
ON_ITS_WAY = replace(GOOD, orders=(PENDING,), notifications=())
UNTOUCHED = replace(
    ON_ITS_WAY,
    stock=(Stock("p-1", 20, 20),),
    reservations=(),
    wallets=(Wallet("c-1", 900, 900),),
    ledger=(),
)
TOLD = JournalEntry(
    "c-1", "k-1", Outcome.ACKNOWLEDGED, (("p-1", 5),), "o-1", 500, "CONFIRMED", None
)


def failed(results: tuple[CheckResult, ...]) -> dict[str, tuple[str, ...]]:
    return {result.name: result.violations for result in results if not result.holds}


def test_a_confirmed_order_told_as_it_is_holds_every_invariant() -> None:
    assert failed(check(GOOD, [TOLD])) == {}


@pytest.mark.parametrize("relations", [ON_ITS_WAY, UNTOUCHED])
def test_an_order_on_its_way_is_right_where_orders_may_be_pending(relations: Relations) -> None:
    assert failed(check(relations, [replace(TOLD, status="PENDING")], may_be_pending=True)) == {}


def test_every_pending_order_is_counted_once_its_time_is_over() -> None:
    other = PENDING._replace(order_id="o-2", idempotency_key="k-2")
    relations = replace(
        UNTOUCHED,
        orders=(PENDING, other),
        order_lines=(LINE, LINE._replace(order_id="o-2")),
    )

    assert failed(check(relations, [])) == {
        "every order is final": (
            "order o-1 of c-1 is still PENDING",
            "order o-2 of c-1 is still PENDING",
        )
    }


def test_an_order_that_hangs_between_two_steps_names_what_it_keeps() -> None:
    assert failed(check(ON_ITS_WAY, [])) == {
        "every order is final": ("order o-1 of c-1 is still PENDING",),
        "reservations match orders": (
            "order o-1 is PENDING with lines 5 of p-1 but holds 5 of p-1",
        ),
        "payments match orders": (
            "order o-1 of c-1 over 500 cents is PENDING, but its ledger says authorise -500 of c-1",
        ),
    }


def test_a_pending_order_may_hold_all_its_lines_or_none_but_not_some() -> None:
    some = replace(
        ON_ITS_WAY,
        reservations=(HELD._replace(quantity=2),),
        stock=(Stock("p-1", 20, 18),),
    )

    assert list(failed(check(some, [], may_be_pending=True))) == ["reservations match orders"]


def test_nobody_may_be_notified_of_a_pending_order() -> None:
    relations = replace(ON_ITS_WAY, notifications=GOOD.notifications)

    assert list(failed(check(relations, [], may_be_pending=True))) == [
        "each settled order is notified once"
    ]


def test_a_final_status_that_was_told_must_stand() -> None:
    told = replace(TOLD, status="REJECTED", reason="out_of_stock")

    assert failed(check(GOOD, [told])) == {
        "what was told stands": (
            "c-1 was told that order o-1 is REJECTED (out_of_stock), but it is CONFIRMED",
        )
    }


def test_an_acknowledged_order_without_an_id_is_looked_for_by_its_key() -> None:
    told = replace(TOLD, order_id=None, total_cents=None, status=None)

    assert failed(check(GOOD, [told])) == {}
    assert failed(check(GOOD, [replace(told, idempotency_key="k-9")])) == {
        "nothing acknowledged is lost": (
            "order (id not told) was acknowledged for key k-9 of c-1 and is lost",
        )
    }


def test_an_order_costs_what_was_told() -> None:
    assert failed(check(GOOD, [replace(TOLD, total_cents=499)])) == {
        "nothing acknowledged is lost": (
            "order o-1 of c-1 was acknowledged with a total of 499 cents but is stored with 500",
        )
    }


def test_an_unknown_outcome_may_exist_or_not() -> None:
    unknown = JournalEntry("c-1", "k-1", Outcome.UNKNOWN, lines=(("p-1", 5),))

    assert failed(check(GOOD, [unknown, replace(unknown, idempotency_key="k-9")])) == {}


def test_a_refused_attempt_may_share_its_key_with_one_that_was_not() -> None:
    reused = JournalEntry("c-1", "k-1", Outcome.REFUSED, lines=(("p-1", 99),))

    assert failed(check(GOOD, [TOLD, reused])) == {}
    assert list(failed(check(GOOD, [reused]))) == ["nothing refused is kept"]


def test_one_key_is_never_told_two_orders() -> None:
    other = Order("o-2", "c-1", "k-2", "REJECTED", "out_of_stock", 500, True)
    relations = replace(
        GOOD,
        orders=(CONFIRMED, other),
        order_lines=(LINE, LINE._replace(order_id="o-2")),
        notifications=(*GOOD.notifications, Notification("o-2", "c-1", "REJECTED")),
    )
    again = replace(TOLD, order_id="o-2", status="REJECTED", reason="out_of_stock")

    violations = failed(check(relations, [TOLD, again]))

    assert violations["nothing is doubled"] == ("key k-1 of c-1 was told 2 orders: o-1, o-2",)


def test_a_repeated_request_that_was_told_the_same_order_is_right() -> None:
    assert failed(check(GOOD, [replace(TOLD, status="PENDING"), TOLD])) == {}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"orders": (CONFIRMED._replace(status="LOST"),)},
            "order o-1 of c-1 has the unknown status 'LOST'",
        ),
        (
            {"orders": (CONFIRMED._replace(reason="failed"),)},
            "order o-1 of c-1 is CONFIRMED with the reason 'failed'",
        ),
        (
            {"orders": (CONFIRMED._replace(status="REJECTED"),)},
            "order o-1 of c-1 is REJECTED with the reason None",
        ),
        (
            {"orders": (PENDING._replace(has_settled_at=True),)},
            "order o-1 of c-1 is PENDING but has a settled_at",
        ),
        (
            {"reservations": (HELD._replace(quantity=0),)},
            "order o-1 reserves 0 units of p-1",
        ),
        (
            {"reservations": (HELD._replace(product_id="p-9"),)},
            "product p-9 has 5 units held but no stock",
        ),
        (
            {"ledger": (PAID._replace(customer_id="c-9"),)},
            "the ledger moved -500 cents of c-9, who has no wallet",
        ),
        (
            {"ledger": (PAID._replace(amount_cents=-499),)},
            "order o-1 of c-1 over 500 cents is CONFIRMED,"
            " but its ledger says authorise -499 of c-1",
        ),
        (
            {"ledger": (PAID, PAID._replace(kind="void", amount_cents=500))},
            "order o-1 of c-1 over 500 cents is CONFIRMED,"
            " but its ledger says authorise -500 of c-1, void 500 of c-1",
        ),
        (
            {
                "orders": (CONFIRMED._replace(status="REJECTED", reason="failed"),),
                "ledger": (PAID, PAID._replace(customer_id="c-9", amount_cents=500)),
            },
            "order o-1 of c-1 over 500 cents is REJECTED,"
            " but its ledger says authorise -500 of c-1, authorise 500 of c-9",
        ),
        (
            {"notifications": (Notification("o-1", "c-9", "CONFIRMED"),)},
            "order o-1 of c-1 is CONFIRMED, but c-9 was notified that it is CONFIRMED",
        ),
        (
            {"products": (Product("p-1", 101),)},
            "order o-1 pays 100 cents for p-1, which costs 101",
        ),
        ({"products": ()}, "order o-1 pays 100 cents for p-1, which is not listed"),
        (
            {"order_lines": (LINE._replace(quantity=0),)},
            "order o-1 has 0 units of p-1",
        ),
        (
            {"orders": (CONFIRMED._replace(total_cents=0),), "order_lines": ()},
            "order o-1 of c-1 costs 0 cents, but its 0 lines add up to 0",
        ),
    ],
)
def test_small_wrongs_are_told_in_a_sentence(change: dict[str, Any], sentence: str) -> None:
    results = check(replace(GOOD, **change), [], may_be_pending=True)

    assert sentence in [each for result in results for each in result.violations]
