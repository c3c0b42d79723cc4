"""Mistakes in the saga: what it undoes, when it settles, whom it believes."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any
from unittest.mock import patch

from sqlalchemy import DateTime, Text, bindparam, update

from microservices.chassis import participant
from microservices.chassis.outbox import Outbox
from microservices.chassis.replies import put_reply
from microservices.orders import saga, screening_lease
from microservices.orders.saga import Saga
from microservices.orders.transitions import Transition, next_transition
from shared_domain.kernel.database import Session
from shared_domain.kernel.errors import Reason
from shared_domain.kernel.statement import Statement
from shared_domain.messages.commands import AuthorisePayment
from shared_domain.messages.envelope import Envelope
from shared_domain.messages.replies import Reply
from shared_domain.orders import store
from shared_domain.orders.order import Order, Status
from shared_domain.orders.tables import orders

SETTLE_AGAIN = Statement(
    update(orders)
    .where(orders.c.order_id == bindparam("order"))
    .values(
        status=bindparam("to"),
        reason=bindparam("why", type_=Text),
        settled_at=bindparam("at", type_=DateTime(timezone=True)),
    )
)


def nothing_is_undone() -> AbstractContextManager[Any]:
    """A refusal settles the order at once; the steps before it keep what they took."""
    usual = next_transition

    def hasty(answered: str, refused: bool) -> Transition:
        return Status.REJECTED if refused else usual(answered, refused)

    return patch.object(saga, "next_transition", hasty)


@contextmanager
def confirmed_before_it_is_paid() -> Iterator[None]:
    """Customers are told CONFIRMED once the stock is held; the order settles a second time."""
    remember = Saga._remember

    def confident(
        self: Saga, session: Session, order: Order, transition: Transition, reason: str | None
    ) -> None:
        remember(self, session, order, transition, reason)
        if transition is AuthorisePayment:
            settle_again(session, replace(order, status=Status.CONFIRMED, settled_at=self._now()))

    with (
        patch.object(Saga, "_remember", confident),
        patch.object(store, "settle", settle_again),
        patch.object(Order, "settled", _settled_anyhow),
    ):
        yield


def settle_again(session: Session, order: Order) -> None:
    why = order.reason.value if order.reason else None
    final = {"order": order.order_id, "to": order.status.value, "why": why, "at": order.settled_at}
    session.change(SETTLE_AGAIN, final)


def _settled_anyhow(order: Order, status: Status, reason: Reason | None, at: datetime) -> Order:
    return replace(order, status=status, reason=reason, settled_at=at)


def reply_to_the_order_before() -> AbstractContextManager[Any]:
    """A participant answers with the id of the order it handled before."""
    answer = put_reply
    before: list[str] = []

    def mistaken(session: Session, outbox: Outbox, command: Envelope, reply: Reply) -> None:
        name = before.pop() if before else reply.order_id
        before.append(reply.order_id)
        answer(session, outbox, command, replace(reply, order_id=name))

    return patch.object(participant, "put_reply", mistaken)


def no_lease_ever_ends() -> AbstractContextManager[Any]:
    """What a killed replica was to screen is taken over by nobody."""
    return patch.object(screening_lease, "take_over", lambda *_: [])
