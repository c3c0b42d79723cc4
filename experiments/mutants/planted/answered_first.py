"""Mistakes with the moment of an answer: it comes before the commit, or without one."""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import Any
from unittest.mock import patch
from weakref import WeakKeyDictionary

from microservices.orders.checkout import SagaCheckout
from monolith.checkout import TransactionCheckout
from shared_domain.kernel.down import DOWN
from shared_domain.kernel.errors import Reason
from shared_domain.orders.order import Order, Status
from shared_domain.orders.store import AlreadyPlaced


class Undone(Exception):
    """Ends a transaction that was only tried."""


def saved_after_the_answer_by_the_monolith() -> AbstractContextManager[Any]:
    """The steps are tried, the customer is answered, and the commit comes with the next order."""

    def tried(checkout: TransactionCheckout, order: Order) -> Order:
        reason: Reason | None = None
        with suppress(Undone), checkout._database.write() as session:
            reason = checkout._run_steps(session, order)
            raise Undone
        status = Status.REJECTED if reason else Status.CONFIRMED
        return order.settled(status, reason, checkout._now())

    return _behind(TransactionCheckout, tried)


def saved_after_the_answer_by_the_services() -> AbstractContextManager[Any]:
    """The same: PENDING is answered, and nothing is PENDING yet."""
    return _behind(SagaCheckout, lambda _, order: order)


def _behind(kind: type[Any], answer: Callable[[Any, Order], Order]) -> AbstractContextManager[Any]:
    run = kind.run
    owed: WeakKeyDictionary[Any, list[Order]] = WeakKeyDictionary()

    def answer_first(self: Any, order: Order) -> Order:
        orders = owed.setdefault(self, [])
        while orders:
            with suppress(AlreadyPlaced, *DOWN):
                run(self, orders.pop())
        told = answer(self, order)
        orders.append(order)
        return told

    return patch.object(kind, "run", answer_first)


def outage_taken_for_success() -> AbstractContextManager[Any]:
    """An error of the database is caught where the order is saved, and nobody hears of it."""
    run = TransactionCheckout.run

    def confident(self: TransactionCheckout, order: Order) -> Order:
        try:
            return run(self, order)
        except DOWN:
            return order.settled(Status.CONFIRMED, None, self._now())

    return patch.object(TransactionCheckout, "run", confident)
