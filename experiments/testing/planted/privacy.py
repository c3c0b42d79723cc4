"""Mutants that sentences/privacy.py notices."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from experiments.testing.memory_orders import MemoryOrders
from experiments.testing.planted.builders import Environ, Mutants, asks_with, built_with
from shared_domain.orders.order import Order


class Indiscreet(MemoryOrders):
    def read(self, session: Any, customer_id: str, order_id: str) -> Order:
        for order in self.memory.orders:
            if order.order_id == order_id:
                return order
        return super().read(session, customer_id, order_id)


class ListingEverybodys(MemoryOrders):
    def newest(
        self, session: Any, customer_id: str, limit: int, after: str | None
    ) -> Sequence[Order]:
        return self.memory.orders[::-1][:limit]


class TellingEverybody(MemoryOrders):
    def tell(self, order: Order) -> None:
        for customer in self.memory.wallets:
            super().tell(replace(order, customer_id=customer))


def anybody(environ: Environ) -> None:
    environ["HTTP_X_CUSTOMER_ID"] = environ.get("HTTP_X_CUSTOMER_ID") or "c-00001"


MUTANTS: Mutants = {
    "another customers order is unknown": {
        "orders shown to strangers": built_with(orders=Indiscreet),
    },
    "another customers orders are not listed": {
        "strangers in the list": built_with(orders=ListingEverybodys),
    },
    "another customers notifications are not listed": {
        "notifications for strangers": built_with(orders=TellingEverybody),
    },
    "who asks must be said": {"anonymous customers": asks_with(anybody)},
}
