"""The orders' public operations, the same on both arms but for the checkout they are given."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from shared_domain.kernel.clock import NewId, Now
from shared_domain.kernel.database import Database, Session
from shared_domain.kernel.errors import IdempotencyKeyReused, UnknownOrder
from shared_domain.messages.commands import Line
from shared_domain.orders import rules, store
from shared_domain.orders.order import Order
from shared_domain.orders.store import AlreadyPlaced

Prices = Callable[[Session, Collection[str]], Mapping[str, int]]


class Checkout(Protocol):
    """Takes a priced, unsaved order through the steps: the seam between the two arms."""

    def run(self, order: Order) -> Order:
        """Save the order and return it as it then stands. Raises AlreadyPlaced."""
        ...


@dataclass(frozen=True)
class PlaceOrder:
    customer_id: str
    idempotency_key: str
    lines: tuple[Line, ...]
    traceparent: str


class Orders:
    def __init__(
        self, database: Database, prices: Prices, checkout: Checkout, now: Now, new_id: NewId
    ) -> None:
        self._database = database
        self._prices = prices
        self._checkout = checkout
        self._now = now
        self._new_id = new_id

    def place(self, request: PlaceOrder) -> Order:
        """A new order, or the one this key placed before, as it stands now.

        Raises UnknownProductInOrder and IdempotencyKeyReused.
        """
        fingerprint = rules.fingerprint(request.lines)
        with self._database.read() as session:
            earlier = store.find_by_key(session, request.customer_id, request.idempotency_key)
            prices = self._prices(session, [line.product_id for line in request.lines])
        if earlier is not None:
            return _same(earlier, fingerprint)
        order = Order(
            order_id=self._new_id(),
            customer_id=request.customer_id,
            idempotency_key=request.idempotency_key,
            fingerprint=fingerprint,
            lines=rules.priced(request.lines, prices),
            traceparent=request.traceparent,
            placed_at=self._now(),
        )
        try:
            return self._checkout.run(order)
        except AlreadyPlaced:  # a concurrent request with the same key was faster
            with self._database.read() as session:
                faster = store.find_by_key(session, request.customer_id, request.idempotency_key)
            assert faster is not None
            return _same(faster, fingerprint)

    def read(self, session: Session, customer_id: str, order_id: str) -> Order:
        """Raises UnknownOrder, also for another customer's order."""
        order = store.find(session, order_id)
        if order is None or order.customer_id != customer_id:
            raise UnknownOrder(f"You have no order {order_id!r}.")
        return order

    def newest(
        self, session: Session, customer_id: str, limit: int, after: str | None
    ) -> Sequence[Order]:
        return store.newest(session, customer_id, limit, after)


def _same(order: Order, fingerprint: str) -> Order:
    if order.fingerprint != fingerprint:
        raise IdempotencyKeyReused("Use a new Idempotency-Key for another order.")
    return order
