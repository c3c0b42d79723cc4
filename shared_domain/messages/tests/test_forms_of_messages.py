"""A message reads the same from either form, and the compact one is smaller."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_domain.messages.commands import AuthorisePayment, Line, ReserveStock, VoidPayment
from shared_domain.messages.envelope import Envelope, Header, MalformedMessage, Message
from shared_domain.messages.events import ListedProduct, OrderSettled, ProductsListed
from shared_domain.messages.forms import (
    BEGINS,
    COMPACT,
    FORMS,
    JSON,
    Form,
    UnknownForm,
    as_text,
    form_named,
)
from shared_domain.messages.replies import StepDone, StepRefused

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
TRACE = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"
MESSAGES = (
    ReserveStock("o-1", (Line("p-1", 2), Line("p-2", 1))),
    AuthorisePayment("o-1", "c-00001", 2**40),
    VoidPayment("o-1"),
    StepDone("o-1", "ReserveStock"),
    StepRefused("o-1", "ReserveStock", "out_of_stock"),
    OrderSettled("o-1", "c-00001", "CONFIRMED", None, 500),
    ProductsListed((ListedProduct("p-1", "Tea, ünsweetened", "drinks", 250),)),
)


def enveloped(message: Message) -> Envelope:
    return Envelope("m-1", "o-1", "c-00001", TRACE, NOON, message)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("message", MESSAGES, ids=lambda one: type(one).__name__)
def test_a_message_survives_in_either_form(message: Message, form: Form) -> None:
    written = enveloped(message).to_bytes(form)
    assert Envelope.read(written) == enveloped(message)
    assert Header.read(written).key == "o-1"


@pytest.mark.parametrize("message", MESSAGES, ids=lambda one: type(one).__name__)
def test_the_compact_form_is_smaller_by_a_fifth_at_least(message: Message) -> None:
    envelope = enveloped(message)
    assert len(envelope.to_bytes(COMPACT)) < 0.8 * len(envelope.to_bytes(JSON))


def test_a_person_reads_a_compact_message_as_json() -> None:
    envelope = enveloped(MESSAGES[0])
    assert json.loads(as_text(envelope.to_bytes(COMPACT))) == json.loads(envelope.to_json())
    assert as_text(envelope.to_bytes(JSON)) == envelope.to_json()


@pytest.mark.parametrize("payload", [b"\xffhello", BEGINS + b"hello"])
def test_what_is_no_text_is_marked(payload: bytes) -> None:
    assert as_text(payload).endswith("hello")


@given(st.binary(max_size=200))
def test_no_bytes_that_begin_like_a_message_raise_anything_but_malformed(rest: bytes) -> None:
    with pytest.raises(MalformedMessage):
        Envelope.read(BEGINS + rest)


def test_a_part_of_a_compact_message_is_none() -> None:
    written = enveloped(MESSAGES[0]).to_bytes(COMPACT)
    for end in range(len(written)):
        with pytest.raises(MalformedMessage):
            Envelope.read(written[:end])


def test_an_unknown_form_is_answered_with_those_there_are() -> None:
    assert form_named("compact") == COMPACT
    with pytest.raises(UnknownForm, match="unknown encoding 'xml': choose from json, compact"):
        form_named("xml")
