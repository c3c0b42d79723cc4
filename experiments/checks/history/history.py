"""All operations of all clients and the tables they led to, with the lookups the rules share."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from experiments.checks.history.operation import End, Kind, Operation, Sight
from experiments.checks.invariants.evidence import Evidence, grouped
from experiments.checks.invariants.relations import Relations

Lines = tuple[tuple[str, int], ...]


class Seen(NamedTuple):
    """One order in one answer."""

    operation: Operation
    sight: Sight


@dataclass(frozen=True)
class History:
    """`operations` are everything that wrote to the shop, in the order in which they began."""

    operations: tuple[Operation, ...]
    relations: Relations

    @cached_property
    def tables(self) -> Evidence:
        return Evidence(self.relations)

    @cached_property
    def done(self) -> Mapping[Kind, tuple[Operation, ...]]:
        """What was answered well, by kind."""
        return grouped((each for each in self.operations if each.end is End.DONE), _kind)

    @cached_property
    def placed(self) -> Mapping[tuple[str, str], tuple[Operation, ...]]:
        """Every attempt to place an order, by customer and key."""
        places = (each for each in self.operations if each.kind is Kind.PLACE)
        return grouped(places, lambda each: (each.customer_id, each.subject))

    @cached_property
    def seen(self) -> Mapping[str, tuple[Seen, ...]]:
        """By order id, every answer that showed the order."""
        every = (Seen(each, sight) for each in self.operations for sight in each.sights)
        return grouped(every, lambda seen: seen.sight.order_id)

    @cached_property
    def ids(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """By customer and key, the order ids that are stored or were answered."""
        found: dict[tuple[str, str], set[str]] = {
            key: {order.order_id for order in orders}
            for key, orders in self.tables.orders_by_key.items()
        }
        for key, attempts in self.placed.items():
            told = {sight.order_id for attempt in attempts for sight in attempt.sights}
            found[key] = found.get(key, set()) | told
        return {key: tuple(sorted(ids)) for key, ids in found.items()}

    def seen_as(self, status: str, order_ids: tuple[str, ...]) -> tuple[Operation, ...]:
        """The answers that showed one of these orders with this status, the earliest end first."""
        found = [
            seen.operation
            for order_id in order_ids
            for seen in self.seen.get(order_id, ())
            if seen.sight.status == status
        ]
        return tuple(sorted(found, key=lambda each: each.ended_s))


def _kind(operation: Operation) -> Kind:
    return operation.kind
