"""Checking is never what a run waits for."""

import time
from collections.abc import Callable

import pytest

from experiments.checks.invariants.check import check
from experiments.checks.invariants.fetch import fetch
from experiments.checks.invariants.journal import JournalEntry, Outcome
from experiments.testing.good_shop import GoodShop
from shared_domain.catalog.seed import product

ORDERS = 10_000
LIMIT_S = 5.0
ITEM = product(100)
EACH = f"FROM generate_series(1, {ORDERS}) AS n"
ID = "'o-' || n"
CUSTOMER = "'c-' || lpad((100 + n % 9000)::text, 5, '0')"
BUSY_DAY = {
    "orders": f"""
        INSERT INTO orders (order_id, customer_id, idempotency_key, fingerprint, status,
            total_cents, traceparent, placed_at, settled_at)
            SELECT {ID}, {CUSTOMER}, 'k-' || n, '-', 'CONFIRMED', {2 * ITEM.price_cents}, '-',
            now(), now() {EACH};
        INSERT INTO order_lines
            SELECT {ID}, '{ITEM.product_id}', 0, 2, {ITEM.price_cents} {EACH}""",
    "inventory": f"""
        INSERT INTO reservations SELECT {ID}, '{ITEM.product_id}', 2, NULL {EACH};
        UPDATE stock SET available = available - {2 * ORDERS}
            WHERE product_id = '{ITEM.product_id}'""",
    "payments": f"""
        INSERT INTO ledger (order_id, customer_id, kind, amount_cents, at)
            SELECT {ID}, {CUSTOMER}, 'authorise', {-2 * ITEM.price_cents}, now() {EACH};
        UPDATE wallets SET balance_cents = opening_cents + cents
            FROM (SELECT customer_id, sum(amount_cents) AS cents FROM ledger GROUP BY 1) AS moved
            WHERE moved.customer_id = wallets.customer_id""",
    "notifications": f"""
        INSERT INTO notifications
            SELECT {ID}, {CUSTOMER}, 'CONFIRMED', '-', now() {EACH}""",
}


def entry(number: int) -> JournalEntry:
    return JournalEntry(
        customer_id=f"c-{100 + number % 9000:05d}",
        idempotency_key=f"k-{number}",
        outcome=Outcome.ACKNOWLEDGED,
        lines=((ITEM.product_id, 2),),
        order_id=f"o-{number}",
        total_cents=2 * ITEM.price_cents,
        status="CONFIRMED",
    )


@pytest.mark.real
def test_ten_thousand_orders_are_checked_in_seconds(
    good_shop: Callable[[str], GoodShop], journal: tuple[JournalEntry, ...]
) -> None:
    shop = good_shop("five")
    for feature, sql in BUSY_DAY.items():
        shop.run(feature, sql)
    told = (*journal, *map(entry, range(1, ORDERS + 1)))

    began = time.perf_counter()
    relations = fetch(shop.audit_url)
    results = check(relations, told)
    seconds = time.perf_counter() - began

    assert len(relations.orders) > ORDERS
    assert all(result.holds for result in results)
    assert seconds < LIMIT_S
