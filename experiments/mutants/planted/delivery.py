"""Mistakes with messages: handled twice, handled never, sent never."""

from contextlib import AbstractContextManager, suppress
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from microservices.chassis import consumer, unsent
from microservices.chassis.bus import Delivery, Record
from microservices.chassis.consumer import Consumer
from microservices.chassis.inbox import first_time
from microservices.chassis.outbox import Outbox
from microservices.chassis.relay import NO_AGE, Relay
from microservices.chassis.worker import Worker
from shared_domain.kernel.database import Session
from shared_domain.kernel.down import DOWN
from shared_domain.messages.envelope import Envelope


def no_inbox() -> AbstractContextManager[Any]:
    """Every message is the first of its kind."""
    return patch.object(consumer, "first_time", lambda *_: True)


def remembered_before_it_is_handled() -> AbstractContextManager[Any]:
    """The inbox has a transaction of its own; after a crash the message counts as handled."""

    def handle_once(self: Consumer, delivery: Delivery) -> None:
        envelope = Envelope.read(delivery.payload)
        handler = self._handlers.get(type(envelope.message))
        if handler is None:
            self._pass_by(envelope)
            return
        with self._database.write() as session:
            is_first = first_time(session, envelope.id)
        if is_first:
            with self._database.write() as session:
                handler(session, envelope)

    return patch.object(Consumer, "_handle_once", handle_once)


def outage_taken_for_done() -> AbstractContextManager[Any]:
    """While a database is down, messages are passed over."""

    def once(_self: Worker, _what: str, work: Any) -> None:
        with suppress(*DOWN):
            work()

    return patch.object(Worker, "_until_up", once)


def refusals_are_not_stored() -> AbstractContextManager[Any]:
    """The row of the outbox that tells of a rejected order is dropped."""
    put_raw = Outbox.put_raw

    def put_less(self: Outbox, session: Session, topic: str, key: str, payload: bytes) -> None:
        if topic != "orders.events" or b'"REJECTED"' not in payload:
            put_raw(self, session, topic, key, payload)

    return patch.object(Outbox, "put_raw", put_less)


def marked_before_it_is_sent() -> AbstractContextManager[Any]:
    """The outbox is told that messages are sent, and then they are not."""

    def send_batch(self: Relay, age: timedelta = NO_AGE) -> int:
        publisher = self._open()
        with self._database.write() as session:
            taken = unsent.take(session, age)
        if taken:
            publisher.publish([Record(row.topic, row.key, row.payload) for row in taken])
        return len(taken)

    return patch.object(Relay, "send_batch", send_batch)
