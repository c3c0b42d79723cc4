"""Customers who write down all they ask and learn."""

from collections.abc import Iterable
from typing import Any

from experiments.checks.history.log import HistoryLog
from experiments.checks.history.operation import End, Kind, Operation
from experiments.mutants.arm import Arm, Killed

Lines = tuple[tuple[str, int], ...]
SOMEBODY = "c-00001"


class Customers:
    """Whoever is killed in the middle of an answer has given none."""

    def __init__(self, arm: Arm) -> None:
        self.arm = arm
        self.log = HistoryLog()

    def place(self, customer: str, key: str, *lines: tuple[str, int], price: int = 0) -> Operation:
        """`price` is what a cunning customer would like to pay for a unit."""
        wish = {"unit_price_cents": price} if price else {}
        body = {"lines": [{"product_id": p, "quantity": units} | wish for p, units in lines]}
        return self._ask(customer, Kind.PLACE, key, "POST", "/orders", body, key, lines)

    def read(self, customer: str, order_id: str) -> Operation:
        return self._ask(customer, Kind.READ, order_id, "GET", f"/orders/{order_id}")

    def orders(self, customer: str) -> Operation:
        return self._ask(customer, Kind.LIST, "", "GET", "/orders?limit=50")

    def stock(self, product: str) -> Operation:
        return self._ask(SOMEBODY, Kind.STOCK, product, "GET", f"/products/{product}/stock")

    def wallet(self, customer: str) -> Operation:
        return self._ask(customer, Kind.WALLET, "", "GET", "/wallet")

    def notices(self, customer: str) -> Operation:
        return self._ask(customer, Kind.NOTICES, "", "GET", "/notifications?limit=50")

    def look_at(self, placed: Iterable[Operation]) -> None:
        """Each customer looks at the order, if it is known by an id, and at the own list."""
        for order in placed:
            for sight in order.sights:
                self.read(order.customer_id, sight.order_id)
            self.orders(order.customer_id)

    def ask_again(self, placed: Iterable[Operation]) -> list[Operation]:
        """Those who were not answered try again with the same key."""
        return [
            self.place(each.customer_id, each.subject, *each.asked)
            for each in placed
            if each.end is End.UNKNOWN
        ]

    def _ask(
        self,
        customer: str,
        kind: Kind,
        subject: str,
        method: str,
        path: str,
        body: Any = None,
        key: str = "",
        asked: Lines = (),
    ) -> Operation:
        headers = {"X-Customer-Id": customer} | ({"Idempotency-Key": key} if key else {})

        def send() -> tuple[int, Any]:
            try:
                return self.arm.ask(method, path, headers, body)
            except Killed:
                return 0, None

        return self.log.ask(customer, kind, subject, send, asked)
