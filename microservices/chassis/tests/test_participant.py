"""A feature that takes part answers every command once: done, or refused with nothing done."""

from collections.abc import Callable
from typing import cast

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from microservices.chassis.outbox import Outbox
from microservices.chassis.participant import participant
from microservices.chassis.tests.harness import Store
from microservices.chassis.tests.messages import NOON, RESERVE, TRACE, envelope
from shared_domain.kernel.database import Session
from shared_domain.kernel.errors import Reason, Refused
from shared_domain.messages.commands import Command, ReleaseStock
from shared_domain.messages.replies import StepDone, StepRefused

Perform = Callable[[Session, Command], None]


def work(session: Session, command: Command) -> None:
    session.execute(text("INSERT INTO effects VALUES (:what)"), {"what": command.order_id})


def handle(store: Store, perform: Perform, command: Command = RESERVE) -> None:
    handler = participant(perform, Outbox(lambda: NOON, lambda: "m-2", lambda _: None))
    with store.database.write() as session:
        handler(session, envelope(command))


def effects(store: Store) -> list[str]:
    with store.database.read() as session:
        return list(session.execute(text("SELECT what FROM effects")).scalars())


@pytest.mark.parametrize("command", [RESERVE, ReleaseStock("o-1")])
def test_what_is_done_is_answered_as_done(store: Store, command: Command) -> None:
    handle(store, work, command)
    (reply,) = store.messages("orders.replies")
    assert reply.message == StepDone("o-1", type(command).__name__)
    assert effects(store) == ["o-1"]


def test_what_is_refused_leaves_only_the_answer_with_the_reason(store: Store) -> None:
    def refuse(session: Session, command: Command) -> None:
        work(session, command)
        raise Refused(Reason.OUT_OF_STOCK)

    handle(store, refuse)
    (reply,) = store.messages("orders.replies")
    assert reply.message == StepRefused("o-1", "ReserveStock", "out_of_stock")
    assert effects(store) == []


def test_the_answer_goes_on_with_the_orders_key_customer_and_trace(store: Store) -> None:
    handle(store, work)
    (reply,) = store.messages("orders.replies")
    assert (reply.key, reply.customer_id, reply.traceparent) == ("o-1", "c-00001", TRACE)


def test_a_mistake_of_ours_is_not_answered(store: Store) -> None:
    def fail(session: Session, command: Command) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        handle(store, fail)
    assert store.outgoing() == []


def test_a_database_that_dies_in_the_middle_says_that_it_is_down(store: Store) -> None:
    """And nothing else: an error of another kind would count as a try."""

    def die(session: Session, command: Command) -> None:
        work(session, command)
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(OperationalError):
        handle(store, cast(Perform, die))
    assert store.outgoing() == []
    assert effects(store) == []
