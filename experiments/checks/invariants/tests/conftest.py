"""A good shop to corrupt, and what its clients would say of it."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import psycopg
import pytest

from experiments.checks.invariants.journal import JournalEntry, Outcome
from experiments.testing.good_shop import (
    DAY,
    IN_FIVE,
    IN_ONE,
    Ended,
    GoodShop,
    open_good_shop,
    order_of,
)
from experiments.testing.postgres import Server


@pytest.fixture(scope="session")
def good_shop(postgres: Server) -> Callable[[str], GoodShop]:
    """Call it with "one" or "five" databases for a good shop of one's own."""
    with psycopg.connect(postgres.url("postgres").replace("+psycopg", "")) as connection:
        connection.execute("CREATE ROLE auditor LOGIN IN ROLE pg_read_all_data")

    @cache
    def master(cut: str) -> GoodShop:
        return open_good_shop(postgres, {"one": IN_ONE, "five": IN_FIVE}[cut])

    return lambda cut: master(cut).copy()


@pytest.fixture(scope="session")
def journal() -> tuple[JournalEntry, ...]:
    told = {ended.order_id: _told(ended) for ended in DAY}
    unheard = told.pop("o-unheard")
    pending = told.pop("o-seen-pending")
    return (
        *told.values(),
        replace(pending, status="PENDING"),
        JournalEntry("c-00003", unheard.idempotency_key, Outcome.UNKNOWN, unheard.lines),
        JournalEntry("c-00005", "key-never-arrived", Outcome.UNKNOWN, (("p-0001", 1),)),
        JournalEntry("c-00006", "key-refused", Outcome.REFUSED, (("p-0001", -1),)),
    )


def _told(ended: Ended) -> JournalEntry:
    order = order_of(ended)
    return JournalEntry(
        customer_id=order.customer_id,
        idempotency_key=order.idempotency_key,
        outcome=Outcome.ACKNOWLEDGED,
        lines=tuple((line.product_id, line.quantity) for line in order.lines),
        order_id=order.order_id,
        total_cents=order.total_cents,
        status=order.status.value,
        reason=order.reason.value if order.reason else None,
    )
