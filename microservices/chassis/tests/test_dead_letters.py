"""What nobody could handle is kept with the reason; a command is answered, a compensation waits."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from microservices.chassis.bus import Delivery
from microservices.chassis.dead_letters import DeadLetters
from microservices.chassis.inbox import first_time
from microservices.chassis.outbox import Outbox
from microservices.chassis.tests.harness import Store
from microservices.chassis.tests.messages import NOON, RESERVE, TRACE, delivery, envelope
from shared_domain.kernel.clock import new_uuid
from shared_domain.kernel.dead_letters.tables import dead_letters
from shared_domain.messages.commands import (
    AuthorisePayment,
    Command,
    ReleaseStock,
    VoidPayment,
)
from shared_domain.messages.envelope import MalformedMessage
from shared_domain.messages.replies import StepDone, StepRefused

AUTHORISE = AuthorisePayment("o-1", "c-00001", 500)
LARGEST = 1024 * 1024  # bytes that a broker takes as one message


def put(store: Store, letter: Delivery) -> None:
    dead_letters = DeadLetters(Outbox(lambda: NOON, new_uuid, lambda _: None))
    with store.database.write() as session:
        dead_letters.put(session, letter, LookupError("a mistake of ours"))


def letters(store: Store) -> list[dict[str, Any]]:
    return [json.loads(row.payload) for row in store.outgoing() if row.topic.endswith(".dead")]


def kept(store: Store) -> list[Any]:
    with store.database.read() as session:
        return list(session.execute(select(dead_letters)).all())


def test_a_dead_letter_says_what_it_was_where_it_lay_and_why_it_died(store: Store) -> None:
    put(store, delivery(envelope()))
    assert letters(store) == [
        {
            "place": "inventory.commands:0:0",
            "error": "LookupError: a mistake of ours",
            "message": envelope().to_json(),
        }
    ]


def test_bytes_that_are_no_text_are_kept_as_well_as_can_be(store: Store) -> None:
    put(store, delivery(b"\xffhello"))
    (letter,) = letters(store)
    assert letter["message"].endswith("hello")


@pytest.mark.parametrize("command", [RESERVE, AUTHORISE])
def test_a_command_that_failed_for_good_is_answered_as_refused(
    store: Store, command: Command
) -> None:
    put(store, delivery(envelope(command)))
    (reply,) = store.messages("orders.replies")
    assert reply.message == StepRefused("o-1", type(command).__name__, "failed")
    assert (reply.key, reply.customer_id) == ("o-1", "c-00001")
    assert [row.answered for row in kept(store)] == [True]


@pytest.mark.parametrize("compensation", [ReleaseStock("o-1"), VoidPayment("o-1")])
def test_a_compensation_is_not_answered_because_nothing_was_undone_and_can_be_replayed(
    store: Store, compensation: Command
) -> None:
    put(store, delivery(envelope(compensation)))
    assert len(letters(store)) == 1
    assert store.messages("orders.replies") == []
    (row,) = kept(store)
    assert (row.queue, row.key, row.answered, row.replayed_at) == (
        "inventory.commands",
        "o-1",
        False,
        None,
    )


def test_a_reply_nobody_could_handle_is_kept_and_not_answered(store: Store) -> None:
    put(store, delivery(envelope(StepDone("o-1", "ReserveStock")), place="orders.replies:0:0"))
    assert [row.topic for row in store.outgoing()] == ["orders.replies.dead"]
    assert [row.answered for row in kept(store)] == [False]


def test_a_letter_that_comes_again_is_kept_once(store: Store) -> None:
    put(store, delivery(envelope()))
    put(store, delivery(envelope()))
    assert len(letters(store)) == 1
    assert len(kept(store)) == 1
    assert len(store.messages("orders.replies")) == 1


def test_a_command_that_was_answered_is_not_answered_again(store: Store) -> None:
    """The relay may send a command twice: its copy lies in another place."""
    put(store, delivery(envelope(), place="inventory.commands:0:0"))
    put(store, delivery(envelope(), place="inventory.commands:0:9"))
    assert len(store.messages("orders.replies")) == 1


def test_a_command_that_was_done_is_not_refused_afterwards(store: Store) -> None:
    with store.database.write() as session:
        assert first_time(session, envelope().id)
    put(store, delivery(envelope()))
    assert store.messages("orders.replies") == []
    assert [row.answered for row in kept(store)] == [True]


@pytest.mark.parametrize("command", [RESERVE, AUTHORISE])
def test_a_command_of_a_version_from_later_is_refused_so_that_its_order_ends(
    store: Store, command: Command
) -> None:
    later = envelope(command).to_json().replace('"version":1', '"version":2')
    put(store, delivery(later.encode()))
    (reply,) = store.messages("orders.replies")
    assert reply.message == StepRefused("o-1", type(command).__name__, "failed")
    assert (reply.key, reply.customer_id, reply.traceparent) == ("o-1", "c-00001", TRACE)
    assert [row.answered for row in kept(store)] == [True]


def test_a_compensation_of_a_version_from_later_is_kept_and_not_answered(store: Store) -> None:
    later = envelope(ReleaseStock("o-1")).to_json().replace('"version":1', '"version":2')
    put(store, delivery(later.encode()))
    assert [row.answered for row in kept(store)] == [False]
    assert store.messages("orders.replies") == []


@pytest.mark.parametrize("byte", [b'"', b"\xff", b"\x00"])
def test_a_letter_about_the_largest_message_is_none_that_is_too_large_to_send(
    store: Store, byte: bytes
) -> None:
    poison = byte * LARGEST
    broken = MalformedMessage(repr(poison))
    dead_letters = DeadLetters(Outbox(lambda: NOON, new_uuid, lambda _: None))
    with store.database.write() as session:
        dead_letters.put(session, delivery(poison), broken)
    (sent,) = store.outgoing()
    assert len(sent.payload) < LARGEST
    (row,) = kept(store)
    assert len(row.payload) == LARGEST
