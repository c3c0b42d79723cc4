"""Mistakes with what is ordered, and at which price."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from experiments.mutants.planted.replaced import Instead
from shared_domain.kernel.database import Session
from shared_domain.kernel.errors import InvalidRequest
from shared_domain.messages.commands import Line
from shared_domain.orders import rules, store
from shared_domain.orders.feature import PlaceOrder
from shared_domain.orders.order import Order, OrderLine

MANY = 50
WISH = "unit_price_cents"


@contextmanager
def price_from_the_client() -> Iterator[None]:
    """A line may say what its unit costs."""
    wishes: dict[str, int] = {}
    read_line, price = rules._line, rules.priced

    def line(position: int, raw: Any) -> Line:
        if isinstance(raw, dict) and WISH in raw:
            wishes[raw["product_id"]] = raw[WISH]
            raw = {name: value for name, value in raw.items() if name != WISH}
        return read_line(position, raw)

    def priced(lines: Sequence[Line], prices: Mapping[str, int]) -> tuple[OrderLine, ...]:
        return price(lines, {**prices, **wishes})

    with patch.object(rules, "_line", line), patch.object(rules, "priced", priced):
        yield


def only_the_first_line() -> AbstractContextManager[Any]:
    """Of an order with several lines one is stored."""
    add = store.add

    def add_less(session: Session, order: Order) -> None:
        add(session, replace(order, lines=order.lines[:1]))

    return patch.object(store, "add", add_less)


class RefusedTooLate(Instead):
    """A large order is refused once it is saved."""

    def place(self, request: PlaceOrder) -> Order:
        order: Order = self._feature.place(request)
        if sum(line.quantity for line in request.lines) > MANY:
            raise InvalidRequest(f"At most {MANY} units an order.")
        return order
