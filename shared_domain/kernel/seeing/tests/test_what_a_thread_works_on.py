"""Trace, feature and order, known without being handed over."""

import threading

import pytest

from shared_domain.kernel.seeing.here import Here, at, carried, here, span, traceparent_here
from shared_domain.kernel.seeing.span import Kind
from shared_domain.kernel.seeing.tests.harness import SAMPLED, TRACE, UNSAMPLED, Recorder
from shared_domain.kernel.seeing.tracing import NoTracing, entered
from shared_domain.kernel.trace import TRACEPARENT, is_sampled


def test_it_is_known_within_the_block_and_forgotten_after_it() -> None:
    assert here() is None
    with at(Here("orders", SAMPLED, "o-1")):
        with at(Here("inventory", SAMPLED)):
            now = here()
            assert now is not None
            assert now.feature == "inventory"
        now = here()
        assert now is not None
        assert (now.feature, now.order, now.traceparent) == ("orders", "o-1", SAMPLED)
    assert here() is None


def test_it_is_forgotten_also_when_the_block_raises() -> None:
    with pytest.raises(LookupError), at(Here("orders")):
        raise LookupError
    assert here() is None


@pytest.mark.parametrize("given", [None, "", "nonsense", SAMPLED.upper(), SAMPLED + "-more"])
def test_where_none_came_along_there_is_one_trace_context_that_nobody_records(
    given: str | None,
) -> None:
    now = Here("orders", given)
    assert TRACEPARENT.match(now.traceparent)
    assert now.traceparent == now.traceparent != given
    assert not is_sampled(now.traceparent)


def test_another_thread_works_on_nothing_unless_the_call_is_carried_there() -> None:
    seen: list[str | None] = []

    def look() -> None:
        now = here()
        seen.append(now.feature if now else None)

    with at(Here("orders", SAMPLED)):
        for call in (look, carried(look)):
            thread = threading.Thread(target=call)
            thread.start()
            thread.join()
    assert seen == [None, "orders"]


def test_a_call_is_carried_as_it_is_from_where_nothing_is_worked_on() -> None:
    assert carried(here) is here


def test_within_no_span_none_is_opened() -> None:
    with span("transaction") as seen:
        assert seen is None
    with at(Here("orders", SAMPLED)), span("transaction") as seen:
        assert seen is None


def test_whoever_puts_a_message_names_the_span_that_is_open_or_what_came_along(
    recorder: Recorder,
) -> None:
    assert traceparent_here("as it was") == "as it was"
    with entered(NoTracing(), "POST /orders", Kind.SERVER, "orders", SAMPLED):
        assert traceparent_here("as it was") == "as it was"
    with entered(recorder.tracing, "POST /orders", Kind.SERVER, "orders", SAMPLED):
        named = traceparent_here("as it was")
    (recorded,) = recorder.spans()
    assert named == f"00-{TRACE}-{recorded.own}-{named[-2:]}"
    assert is_sampled(named)


def test_an_unsampled_trace_opens_no_span_and_is_known_all_the_same(recorder: Recorder) -> None:
    where = (Kind.SERVER, "orders", UNSAMPLED)
    with entered(recorder.tracing, "POST /orders", *where) as now, span("transaction") as seen:
        assert (now.span, seen) == (None, None)
        assert now.traceparent == UNSAMPLED
    assert recorder.spans() == []
