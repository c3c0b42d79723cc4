"""A message survives the wire as it is, and bytes that are no message are told apart."""

import json
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_domain.messages.commands import Command, Line, ReleaseStock, ReserveStock
from shared_domain.messages.envelope import TYPES, Envelope, MalformedMessage, Message
from shared_domain.messages.events import Event, OrderSettled
from shared_domain.messages.replies import Reply, StepDone

MOMENT = datetime(2026, 1, 31, 12, 0, 0, 123456, tzinfo=UTC)
TRACE = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"
texts = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=200)
messages = st.one_of([st.from_type(kind) for kind in TYPES.values()])
moments = st.datetimes(timezones=st.just(UTC))
envelopes = st.builds(Envelope, texts, texts, texts, texts, moments, messages)


def enveloped(message: Message) -> Envelope:
    return Envelope("id-1", "order-1", "c-00001", TRACE, MOMENT, message)


def as_sent(**changes: Any) -> bytes:
    """A good message, with some fields of the envelope changed; None leaves one out."""
    raw = json.loads(enveloped(ReserveStock("order-1", (Line("p-0001", 2),))).to_json())
    kept = {name: value for name, value in (raw | changes).items() if value is not None}
    return json.dumps(kept).encode()


def test_every_kind_of_message_has_a_name_of_its_own() -> None:
    kinds = (*get_args(Command), *get_args(Reply), *get_args(Event))
    assert len(TYPES) == len(kinds) == 10


def test_every_command_and_reply_names_its_order() -> None:
    for kind in (*get_args(Command), *get_args(Reply)):
        assert fields(kind)[0].name == "order_id"


@given(envelopes)
def test_an_envelope_survives_the_wire(envelope: Envelope) -> None:
    assert Envelope.read(envelope.to_json()) == envelope
    assert Envelope.read(envelope.to_json().encode()) == envelope


@pytest.mark.parametrize("bad", ["a\0b", "\ud800", "x" * 201, "line\nbreak"])
@pytest.mark.parametrize("field", ["id", "key", "customer_id", "traceparent"])
def test_an_id_that_no_table_could_hold_is_malformed(field: str, bad: str) -> None:
    with pytest.raises(MalformedMessage):
        Envelope.read(as_sent(**{field: bad}))


def test_the_wire_form_is_the_documented_one() -> None:
    envelope = enveloped(OrderSettled("order-1", "c-00001", "REJECTED", "out_of_stock", 995))
    assert json.loads(envelope.to_json()) == {
        "id": "id-1",
        "type": "OrderSettled",
        "version": 1,
        "key": "order-1",
        "customer_id": "c-00001",
        "traceparent": TRACE,
        "occurred_at": "2026-01-31T12:00:00.123456+00:00",
        "body": {
            "order_id": "order-1",
            "customer_id": "c-00001",
            "status": "REJECTED",
            "reason": "out_of_stock",
            "total_cents": 995,
        },
    }


def test_an_envelope_knows_its_type() -> None:
    assert enveloped(StepDone("order-1", "ReserveStock")).type == "StepDone"


def test_a_message_of_another_time_zone_is_read() -> None:
    read = Envelope.read(as_sent(occurred_at="2026-01-31T14:00:00.123456+02:00"))
    assert read.occurred_at == MOMENT
    assert read.occurred_at.utcoffset() == timedelta(hours=2)


@pytest.mark.parametrize(
    "changes",
    [
        *({name: None} for name in ("id", "type", "version", "key", "customer_id", "traceparent")),
        {"occurred_at": None},
        {"body": None},
        {"id": 1},
        {"key": ["order-1"]},
        {"customer_id": {}},
        {"occurred_at": "yesterday"},
        {"occurred_at": 1},
        {"version": 2},
        {"version": "1"},
        {"type": "StealStock"},
        {"type": "Envelope"},
        {"type": ["ReserveStock"]},
        {"body": []},
        {"body": "ReserveStock"},
        {"body": {}},
        {"body": {"order_id": "order-1"}},
        {"body": {"order_id": 1, "lines": []}},
        {"body": {"order_id": "order-1", "lines": 1}},
        {"body": {"order_id": "order-1", "lines": ["p-0001"]}},
        {"body": {"order_id": "order-1", "lines": [{"product_id": "p-0001"}]}},
        {"body": {"order_id": "order-1", "lines": [{"product_id": "p-0001", "quantity": "2"}]}},
        {"body": {"order_id": "order-1", "lines": [{"product_id": "p-0001", "quantity": 2.0}]}},
        {"body": {"order_id": "order-1", "lines": [{"product_id": "p-0001", "quantity": True}]}},
        {"body": {"order_id": "order-1", "lines": [{"product_id": 1, "quantity": 2}]}},
        {"body": {"order_id": "order-1", "lines": [], "gift": True}},
    ],
    ids=lambda changes: json.dumps(changes),
)
def test_what_is_not_a_message_of_ours_is_malformed(changes: dict[str, Any]) -> None:
    with pytest.raises(MalformedMessage):
        Envelope.read(as_sent(**changes))


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"null", b"[]", b'"text"', b"1", b"\xff\xfe", b"\x00", b"{}", b"[" * 100_000],
    ids=lambda text: repr(text[:10]),
)
def test_what_is_not_even_an_object_is_malformed(text: bytes) -> None:
    with pytest.raises(MalformedMessage):
        Envelope.read(text)


@given(st.binary(max_size=200))
def test_no_bytes_at_all_raise_anything_but_malformed(text: bytes) -> None:
    with pytest.raises(MalformedMessage):
        Envelope.read(text)


def test_an_unknown_version_is_named() -> None:
    with pytest.raises(MalformedMessage, match="version 2 of ReserveStock is not known"):
        Envelope.read(as_sent(version=2))


def test_messages_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        ReleaseStock("order-1").order_id = "order-2"  # type: ignore[misc]
