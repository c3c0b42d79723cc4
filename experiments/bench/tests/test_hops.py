"""The hops of an order, from its messages and from when they were handled."""

from datetime import UTC, datetime, timedelta

import pytest

from experiments.bench.hops import Sent, Settled, hops_s, sent_from, settle_against_hops

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
WAY = ("ReserveStock", "StepDone", "AuthorisePayment", "StepDone")


def after(ms: float) -> datetime:
    return NOON + timedelta(milliseconds=ms)


def way_of(order: str, took_ms: float = 10) -> tuple[list[Sent], dict[str, datetime]]:
    """Its messages, one every 20 ms, and when each was handled."""
    sent = [Sent(f"{order}-{n}", kind, order, after(20 * n)) for n, kind in enumerate(WAY)]
    return sent, {each.id: each.occurred_at + timedelta(milliseconds=took_ms) for each in sent}


def test_a_hop_lasts_from_the_writing_to_the_handling() -> None:
    assert hops_s(*way_of("o-1")) == {"o-1": (0.01, 0.01, 0.01, 0.01)}


def test_the_event_at_the_end_is_no_part_of_the_way() -> None:
    sent, handled = way_of("o-1")
    event = Sent("e-1", "OrderSettled", "o-1", after(80))
    assert hops_s([*sent, event], {**handled, "e-1": after(500)}) == hops_s(sent, handled)


def test_an_order_with_a_message_nobody_handled_is_left_out() -> None:
    sent, handled = way_of("o-1")
    del handled["o-1-2"]
    assert hops_s(sent, handled) == {}


def test_settling_is_held_against_its_hops_and_the_one_to_the_outside() -> None:
    order = Settled("o-1", NOON, after(90))
    (pair,) = settle_against_hops([order], hops_s(*way_of("o-1")), outside_s=0.005)
    assert pair.ours == pytest.approx(90)
    assert pair.bare == pytest.approx(45)
    assert pair.ratio == pytest.approx(2)


def test_a_message_is_read_from_its_envelope() -> None:
    envelope = {"id": "m-1", "type": "StepDone", "key": "o-1", "occurred_at": NOON.isoformat()}
    assert sent_from(envelope) == Sent("m-1", "StepDone", "o-1", NOON)
