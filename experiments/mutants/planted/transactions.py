"""Mistakes with the monolith's one transaction: it is more than one, or something stays out."""

from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

from monolith.checkout import TransactionCheckout
from monolith.notifier import Notifier
from shared_domain.checkout import command_for
from shared_domain.kernel.database import Session
from shared_domain.messages.commands import AuthorisePayment, Command
from shared_domain.orders import store
from shared_domain.orders.order import Order, Status


def paid_in_another_transaction() -> AbstractContextManager[Any]:
    """A crash before the order is saved leaves the payment behind."""
    run_step = TransactionCheckout._run_step

    def pay_apart(
        self: TransactionCheckout, session: Session, kind: type[Command], order: Order
    ) -> None:
        if kind is not AuthorisePayment:
            run_step(self, session, kind, order)
            return
        with self._database.write() as another:
            self._features.payments.handle(another, command_for(kind, order))

    return patch.object(TransactionCheckout, "_run_step", pay_apart)


def saved_before_the_steps() -> AbstractContextManager[Any]:
    """The order is saved PENDING first; nobody finds it there after a crash."""

    def run(self: TransactionCheckout, order: Order) -> Order:
        with self._database.write() as session:
            store.add(session, order)
        refusal = self._ask_the_outside(order)
        with self._database.write() as session:
            reason = refusal or self._run_steps(session, order)
            status = Status.REJECTED if reason else Status.CONFIRMED
            settled = order.settled(status, reason, self._now())
            store.settle(session, settled)
            self._notifier.put(session, settled)
        return settled

    return patch.object(TransactionCheckout, "run", run)


def nobody_tells_of_refusals() -> AbstractContextManager[Any]:
    """No notification is due for an order that was rejected."""
    put = Notifier.put

    def put_good_news(self: Notifier, session: Session, order: Order) -> None:
        if order.status is Status.CONFIRMED:
            put(self, session, order)

    return patch.object(Notifier, "put", put_good_news)
