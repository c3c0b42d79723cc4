"""A message is stored if and only if the change it tells of is, and the relay gets it then."""

from collections.abc import Callable

import pytest

from experiments.testing.transactions import ChangedItsMind, undone
from microservices.chassis.bus import Record
from microservices.chassis.outbox import Outbox, Stored
from microservices.chassis.tests.harness import Store
from microservices.chassis.tests.messages import NOON, RESERVE, TRACE
from shared_domain.kernel.database import Session

Put = Callable[[Session], None]


@pytest.fixture
def handed_over() -> list[Stored]:
    """What the relay was given."""
    return []


@pytest.fixture
def put(handed_over: list[Stored]) -> Put:
    outbox = Outbox(lambda: NOON, lambda: "m-1", handed_over.append)

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


def test_the_relay_gets_it_at_the_commit_and_not_before(
    store: Store, put: Put, handed_over: list[Stored]
) -> None:
    with store.database.write() as session:
        put(session)
        assert handed_over == []
    (row,) = store.outgoing()
    assert handed_over == [Stored(row.position, Record(row.topic, row.key, row.payload))]


def test_the_messages_of_a_transaction_are_handed_over_in_their_order(
    store: Store, put: Put, handed_over: list[Stored]
) -> None:
    with store.database.write() as session:
        for _ in range(3):
            put(session)
    assert [stored.position for stored in handed_over] == [row.position for row in store.outgoing()]
    assert len(handed_over) == 3


def test_nothing_is_stored_or_handed_over_when_the_transaction_rolls_back(
    store: Store, put: Put, handed_over: list[Stored]
) -> None:
    with undone(store.database) as session:
        put(session)
    assert store.outgoing() == []
    assert handed_over == []


def test_what_a_savepoint_undoes_is_neither_stored_nor_sent(
    store: Store, put: Put, handed_over: list[Stored]
) -> None:
    def put_in_vain(session: Session) -> None:
        with session.savepoint():
            put(session)
            raise ChangedItsMind

    with store.database.write() as session:
        put(session)
        with pytest.raises(ChangedItsMind):
            put_in_vain(session)
    (row,) = store.outgoing()
    assert [stored.position for stored in handed_over] == [row.position]


def test_what_is_put_within_a_savepoint_is_sent(
    store: Store, put: Put, handed_over: list[Stored]
) -> None:
    with store.database.write() as session, session.savepoint():
        put(session)
    assert len(handed_over) == len(store.outgoing()) == 1
