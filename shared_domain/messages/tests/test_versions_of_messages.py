"""Two releases read each other's messages where the writer says so, and refuse the others."""

import json
from typing import Any

import pytest

from shared_domain.messages import versions
from shared_domain.messages.commands import Line, ReserveStock
from shared_domain.messages.envelope import Envelope, Header, MalformedMessage
from shared_domain.messages.tests.test_envelopes import TRACE, as_sent, enveloped
from shared_domain.messages.versions import Version

RESERVE = ReserveStock("order-1", (Line("p-0001", 2),))
LATER: dict[str, Any] = {
    "order_id": "order-1",
    "lines": [{"product_id": "p-0001", "quantity": 2, "gift_wrapped": True}],
    "ship_by": "2026-02-01",
}


def set_version(monkeypatch: pytest.MonkeyPatch, number: int, readable_by: int) -> None:
    """As a later release of ours has it."""
    monkeypatch.setattr(versions, "VERSIONS", {"ReserveStock": Version(number, readable_by)})


def test_a_later_version_for_readers_like_us_is_read_without_what_we_do_not_know() -> None:
    read = Envelope.read(as_sent(version=2, readable_by=1, body=LATER))
    assert read.message == RESERVE


def test_a_later_version_for_later_readers_is_refused() -> None:
    for changes in ({}, {"readable_by": 2}, {"readable_by": 3}):
        with pytest.raises(MalformedMessage):
            Envelope.read(as_sent(version=3, body=LATER, **changes))
    with pytest.raises(MalformedMessage, match="version 3 of ReserveStock is not known"):
        Envelope.read(as_sent(version=3, readable_by=2, body=LATER))


def test_a_later_version_must_hold_all_that_we_need() -> None:
    for body in ({"order_id": "order-1"}, LATER | {"lines": None}, LATER | {"order_id": 7}):
        with pytest.raises(MalformedMessage):
            Envelope.read(as_sent(version=2, readable_by=1, body=body))


def test_within_our_own_version_an_unknown_field_is_a_mistake() -> None:
    with pytest.raises(MalformedMessage):
        Envelope.read(as_sent(readable_by=1, body=LATER))


def test_an_earlier_version_is_read_by_a_later_release(monkeypatch: pytest.MonkeyPatch) -> None:
    written = enveloped(RESERVE).to_json()
    set_version(monkeypatch, 2, readable_by=2)
    assert Envelope.read(written).message == RESERVE


def test_a_version_that_makes_no_sense_is_malformed() -> None:
    for changes in (
        {"version": 0}, {"version": True}, {"version": 2, "readable_by": 0},
        {"version": 2, "readable_by": "1"}, {"version": 1, "readable_by": 2},
    ):  # fmt: skip
        with pytest.raises(MalformedMessage):
            Envelope.read(as_sent(**changes))


@pytest.mark.parametrize(("readable_by", "told"), [(1, {"readable_by": 1}), (2, {})])
def test_the_wire_tells_the_version_and_for_whom_it_is(
    monkeypatch: pytest.MonkeyPatch, readable_by: int, told: dict[str, int]
) -> None:
    set_version(monkeypatch, 2, readable_by)
    raw = json.loads(enveloped(RESERVE).to_json())
    found = {name: raw[name] for name in ("version", "readable_by") if name in raw}
    assert found == {"version": 2, **told}


def test_whom_a_message_is_about_is_told_in_every_version() -> None:
    header = Header.read(as_sent(version=9, body={"quite": "another"}))
    assert header == Header("id-1", "ReserveStock", "order-1", "c-00001", TRACE)


@pytest.mark.parametrize("text", [b"", b"[]", b"null", b"{}", b"\xff", as_sent(key=None)])
def test_bytes_without_a_header_are_malformed(text: bytes) -> None:
    with pytest.raises(MalformedMessage):
        Header.read(text)
