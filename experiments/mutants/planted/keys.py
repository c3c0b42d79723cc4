"""Mistakes with idempotency keys."""

from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from sqlalchemy import bindparam, update

from experiments.mutants.planted.replaced import Instead
from monolith.checkout import TransactionCheckout
from shared_domain.kernel.clock import new_uuid
from shared_domain.kernel.database import Session
from shared_domain.kernel.statement import Statement
from shared_domain.orders import store
from shared_domain.orders.feature import PlaceOrder
from shared_domain.orders.order import Order, Status
from shared_domain.orders.store import WITH_LINES, AlreadyPlaced, order_of
from shared_domain.orders.tables import orders

OF_ANYBODY = Statement(
    WITH_LINES.where(orders.c.idempotency_key == bindparam("key")).order_by(orders.c.placed_at)
)
CONFIRM = Statement(
    update(orders)
    .where(orders.c.order_id == bindparam("order"))
    .values(status=Status.CONFIRMED.value, reason=None)
)


class KeysIgnored(Instead):
    def place(self, request: PlaceOrder) -> Order:
        order: Order = self._feature.place(replace(request, idempotency_key=new_uuid()))
        return order


class RepeatsConfirm(Instead):
    """A repeat of what was refused is taken for a second try that went well."""

    def place(self, request: PlaceOrder) -> Order:
        order: Order = self._feature.place(request)
        told: set[str] = self.__dict__.setdefault("told", set())
        if order.status is not Status.REJECTED or order.order_id not in told:
            told.add(order.order_id)
            return order
        with self._feature._database.write() as session:
            session.change(CONFIRM, {"order": order.order_id})
        return replace(order, status=Status.CONFIRMED, reason=None)


def whose_key_does_not_matter() -> AbstractContextManager[Any]:
    """The look for an earlier order forgets to ask whose it is."""

    def find_by_key(session: Session, _customer: str, key: str) -> Order | None:
        row = session.first(OF_ANYBODY, {"key": key})
        return order_of(row) if row else None

    return patch.object(store, "find_by_key", find_by_key)


def late_twin_has_its_own_answer() -> AbstractContextManager[Any]:
    """Of two requests with one key the slower is answered with the order it did not place."""
    run = TransactionCheckout.run

    def answer_all_the_same(self: TransactionCheckout, order: Order) -> Order:
        try:
            return run(self, order)
        except AlreadyPlaced:
            return order.settled(Status.CONFIRMED, None, self._now())

    return patch.object(TransactionCheckout, "run", answer_all_the_same)
