"""Mutants that sentences/ordering.py notices."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from experiments.testing.memory_orders import MemoryOrders
from experiments.testing.planted.builders import (
    Mutants,
    built_with,
    rewritten_body,
    status,
    without_header,
)
from shared_domain.kernel.clock import utc_now
from shared_domain.orders.order import Order, Status


class NeverSettledAt(MemoryOrders):
    def as_shown(self, order: Order) -> Order:
        return replace(order, settled_at=None)


class StayingPending(MemoryOrders):
    def as_shown(self, order: Order) -> Order:
        return replace(order, status=Status.PENDING, reason=None, settled_at=None)


class SettledBeforePlaced(MemoryOrders):
    def as_shown(self, order: Order) -> Order:
        return replace(order, settled_at=order.placed_at - timedelta(seconds=1))


class ChargingTwice(MemoryOrders):
    def settled(self, order: Order) -> Order:
        self.memory.wallets[order.customer_id] -= order.total_cents
        return super().settled(order)


class GivingAway(MemoryOrders):
    """The stock is not taken."""

    def settled(self, order: Order) -> Order:
        before = dict(self.memory.stock)
        settled = super().settled(order)
        self.memory.stock.update(before)
        return settled


class LastLineFirst(MemoryOrders):
    def as_shown(self, order: Order) -> Order:
        return replace(order, lines=order.lines[::-1])


class OneOfEach(MemoryOrders):
    """Quantities are forgotten."""

    def unsaved(self, request: Any, fingerprint: str) -> Order:
        lines = tuple(replace(line, quantity=1) for line in request.lines)
        return super().unsaved(replace(request, lines=lines), fingerprint)


class Restless(MemoryOrders):
    """A settled order changes each time it is read."""

    def as_shown(self, order: Order) -> Order:
        return replace(order, settled_at=utc_now())


class TellingTwice(MemoryOrders):
    def tell(self, order: Order) -> None:
        super().tell(order)
        super().tell(order)


class Silent(MemoryOrders):
    def tell(self, order: Order) -> None:
        """Say nothing."""


def without_prices(body: bytes) -> bytes:
    return body.replace(b', "unit_price_cents": 1', b"").replace(b', "price_cents": 1', b"")


MUTANTS: Mutants = {
    "a placed order is created and ends confirmed": {
        "200 for a new order": status(200, instead_of=201),
        "no Location": without_header("Location"),
        "no settled_at": built_with(orders=NeverSettledAt),
        "never settled": built_with(orders=StayingPending),
    },
    "an order says when it was placed and settled": {
        "settled before it was placed": built_with(orders=SettledBeforePlaced),
    },
    "a confirmed order takes stock and money once": {
        "charged twice": built_with(orders=ChargingTwice),
        "stock not taken": built_with(orders=GivingAway),
    },
    "an order keeps its lines in the order given": {
        "the last line first": built_with(orders=LastLineFirst),
        "one of each": built_with(orders=OneOfEach),
    },
    "prices are set by the shop not by clients": {
        "the client's prices are let pass": rewritten_body(without_prices),
    },
    "a settled order stays as it is wherever it is read": {
        "settled orders that change": built_with(orders=Restless),
    },
    "a customer is told once how each order ended": {
        "told twice": built_with(orders=TellingTwice),
        "not told": built_with(orders=Silent),
    },
}
