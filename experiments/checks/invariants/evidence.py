"""What a checker is given: the tables, the journal, and the lookups most checkers share."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from experiments.checks.invariants.journal import JournalEntry
from experiments.checks.invariants.relations import (
    LedgerEntry,
    Notification,
    Order,
    OrderLine,
    Relations,
    Reservation,
)

PENDING = "PENDING"
CONFIRMED = "CONFIRMED"
REJECTED = "REJECTED"

Row = TypeVar("Row")
Key = TypeVar("Key")


@dataclass(frozen=True)
class Evidence:
    """`may_be_pending` is for a look before the orders had their time to settle."""

    relations: Relations
    journal: tuple[JournalEntry, ...] = ()
    may_be_pending: bool = False

    @cached_property
    def orders(self) -> Mapping[str, Order]:
        """By order id."""
        return {order.order_id: order for order in self.relations.orders}

    @cached_property
    def orders_by_key(self) -> Mapping[tuple[str, str], tuple[Order, ...]]:
        """By customer id and idempotency key: one each, if all is well."""
        return grouped(
            self.relations.orders, lambda order: (order.customer_id, order.idempotency_key)
        )

    @cached_property
    def lines(self) -> Mapping[str, tuple[OrderLine, ...]]:
        """By order id."""
        return grouped(self.relations.order_lines, lambda line: line.order_id)

    @cached_property
    def reservations(self) -> Mapping[str, tuple[Reservation, ...]]:
        """By order id."""
        return grouped(self.relations.reservations, lambda row: row.order_id)

    @cached_property
    def ledger(self) -> Mapping[str, tuple[LedgerEntry, ...]]:
        """By order id."""
        return grouped(self.relations.ledger, lambda entry: entry.order_id)

    @cached_property
    def notifications(self) -> Mapping[str, tuple[Notification, ...]]:
        """By order id."""
        return grouped(self.relations.notifications, lambda row: row.order_id)


Checker = Callable[[Evidence], Iterator[str]]
"""Yields a sentence for each violation, with the ids it is about."""


def grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> Mapping[Key, tuple[Row, ...]]:
    """The rows by key, in their order."""
    groups: defaultdict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return {each: tuple(members) for each, members in groups.items()}
