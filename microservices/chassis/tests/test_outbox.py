"""A message is stored if and only if the change it tells of is, and the relay hears of it then."""

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from microservices.chassis.outbox import Outbox
from microservices.chassis.tests.conftest import Store
from microservices.chassis.tests.messages import NOON, RESERVE, TRACE

Put = Callable[[Session], None]


class Wakes:
    """Stands for the relay."""

    def __init__(self) -> None:
        self.count = 0

    def wake(self) -> None:
        self.count += 1


@pytest.fixture
def relay() -> Wakes:
    return Wakes()


@pytest.fixture
def put(relay: Wakes) -> Put:
    outbox = Outbox(lambda: NOON, lambda: "m-1", relay.wake)

    def put(session: Session) -> None:
        outbox.put(
            session, "inventory.commands", RESERVE, key="o-1", customer="c-00001", trace=TRACE
        )

    return put


def test_a_message_is_stored_with_all_that_travels_with_it(store: Store, put: Put) -> None:
    with store.database.write() as session:
        put(session)
    (row,) = store.outgoing()
    assert (row.topic, row.key, row.sent_at) == ("inventory.commands", "o-1", None)
    (stored,) = store.messages("inventory.commands")
    assert (stored.id, stored.message, stored.occurred_at) == ("m-1", RESERVE, NOON)
    assert (stored.customer_id, stored.traceparent) == ("c-00001", TRACE)


def test_the_relay_is_woken_at_the_commit_and_not_before(
    store: Store, put: Put, relay: Wakes
) -> None:
    with store.database.write() as session:
        put(session)
        assert relay.count == 0
    assert relay.count == 1


def test_many_messages_of_a_transaction_wake_it_once(store: Store, put: Put, relay: Wakes) -> None:
    with store.database.write() as session:
        for _ in range(3):
            put(session)
    assert relay.count == 1
    assert len(store.outgoing()) == 3


def test_nothing_is_stored_or_woken_when_the_transaction_rolls_back(
    store: Store, put: Put, relay: Wakes
) -> None:
    with store.database.write() as session:
        put(session)
        session.rollback()
    assert store.outgoing() == []
    assert relay.count == 0


def test_what_a_savepoint_undoes_is_not_sent(store: Store, put: Put) -> None:
    with store.database.write() as session:
        put(session)
        savepoint = session.begin_nested()
        put(session)
        savepoint.rollback()
    assert len(store.outgoing()) == 1


def test_a_commit_without_messages_wakes_nobody(store: Store, relay: Wakes) -> None:
    with store.database.write() as session:
        session.execute(text("SELECT 1"))
    assert relay.count == 0
