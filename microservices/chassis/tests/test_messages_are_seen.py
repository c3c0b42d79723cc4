"""Messages of an order's trace: put, sent, received, known to the inbox."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from microservices.chassis import consumer as consumer_module
from microservices.chassis.bus import Record
from microservices.chassis.consumer import Consumer, Handler
from microservices.chassis.dead_letters import DeadLetters
from microservices.chassis.outbox import Outbox
from microservices.chassis.relay import Relay
from microservices.chassis.seen import MessagesSeen
from microservices.chassis.tests.harness import Store
from microservices.chassis.tests.memory_bus import MemoryBroker
from microservices.chassis.tests.messages import RESERVE, TRACE, delivery, envelope
from shared_domain.kernel.clock import new_uuid, utc_now
from shared_domain.kernel.database import Session
from shared_domain.kernel.errors import Unavailable
from shared_domain.kernel.retry import RetryPolicy
from shared_domain.kernel.seeing.metrics import Metrics
from shared_domain.kernel.seeing.seeing import Seeing
from shared_domain.kernel.seeing.tests.harness import Recorder
from shared_domain.messages.commands import ReserveStock
from shared_domain.messages.envelope import Envelope
from shared_domain.messages.events import ProductsListed

TOPIC = "inventory.commands"
UNSAMPLED = TRACE[:-2] + "00"
_, TRACE_ID, SENDER, _ = TRACE.split("-")


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[Recorder]:
    recorder = Recorder(tmp_path / "spans.jsonl", part="inventory")
    yield recorder
    recorder.tracing.close()


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def seen(recorder: Recorder, metrics: Metrics) -> MessagesSeen:
    return MessagesSeen("inventory", Seeing(metrics, recorder.tracing))


@pytest.fixture
def broker() -> MemoryBroker:
    return MemoryBroker()


@pytest.fixture
def relay(store: Store, broker: MemoryBroker, seen: MessagesSeen) -> Relay:
    return Relay(store.database, broker.open("", "inventory", "inventory-1"), seen)


def put(store: Store, relay: Relay, trace: str = TRACE) -> None:
    outbox = Outbox(utc_now, new_uuid, relay.hand_over)
    with store.database.write() as session:
        outbox.put(session, TOPIC, RESERVE, key="o-1", customer="c-00001", trace=trace)


def consumer_of(store: Store, seen: MessagesSeen, handler: Handler) -> Consumer:
    dead_letters = DeadLetters(Outbox(utc_now, new_uuid, lambda _: None))
    bus = MemoryBroker().open("", "inventory", "inventory-1")
    return Consumer(store.database, bus, [TOPIC], {ReserveStock: handler}, dead_letters, seen)


def well(_session: Session, _envelope: Envelope) -> None:
    """Nothing is to be done."""


def badly(_session: Session, _envelope: Envelope) -> None:
    raise LookupError("a mistake of ours")


def tried(metrics: Metrics, outcome: str, message: str = "ReserveStock") -> float | None:
    labels = {"topic": TOPIC, "message": message, "outcome": outcome}
    name = "cleave_message_duration_seconds_count"
    return metrics.registry.get_sample_value(name, labels)


def test_a_message_is_published_within_a_span_since_it_was_put(
    store: Store, relay: Relay, recorder: Recorder
) -> None:
    put(store, relay)
    relay.send_batch()
    publish, send = recorder.spans()
    assert (publish.name, send.name) == (f"outbox publish {TOPIC}", f"send {TOPIC}")
    assert (publish.trace, publish.parent, send.parent) == (TRACE_ID, SENDER, publish.own)
    assert (publish.kind, send.kind) == (1, 4)
    assert send.attributes == {
        "cleave.feature": "inventory",
        "cleave.order": "o-1",
        "messaging.destination.name": TOPIC,
        "cleave.message": "ReserveStock",
    }


def test_what_is_handed_over_is_seen_as_what_is_found(
    store: Store, relay: Relay, recorder: Recorder, metrics: Metrics
) -> None:
    relay.sweep()
    put(store, relay)
    relay.send_handed_over()
    assert [each.name for each in recorder.spans()] == [f"outbox publish {TOPIC}", f"send {TOPIC}"]
    for name in ("stored", "published"):
        sample = f"cleave_outbox_{name}_total"
        assert metrics.registry.get_sample_value(sample, {"topic": TOPIC}) == 1


def test_what_waits_has_an_age_until_it_is_sent(
    store: Store, relay: Relay, broker: MemoryBroker
) -> None:
    relay.sweep()
    assert relay.waiting.age_s() == 0
    broker.down = True
    put(store, relay)
    with pytest.raises(Unavailable):
        relay.send_handed_over()
    relay.fall_behind()
    assert relay.waiting.age_s() > 0
    broker.down = False
    relay.sweep()
    assert relay.waiting.age_s() == 0


def test_what_is_not_published_has_spans_that_failed(
    store: Store, relay: Relay, broker: MemoryBroker, recorder: Recorder, metrics: Metrics
) -> None:
    put(store, relay)
    broker.break_down_after(records=0)
    with pytest.raises(Unavailable):
        relay.send_batch()
    assert [each.is_error for each in recorder.spans()] == [True, True]
    name = "cleave_outbox_published_total"
    assert metrics.registry.get_sample_value(name, {"topic": TOPIC}) is None


@pytest.mark.parametrize(
    "payload",
    [
        "1",
        "{}",
        '{"traceparent":"' + TRACE + '"}',
        envelope().to_json().replace(TRACE, UNSAMPLED),
    ],
    ids=["a number", "nothing", "no message", "not sampled"],
)
def test_what_is_no_message_of_a_sampled_trace_has_no_span(
    seen: MessagesSeen, recorder: Recorder, payload: str
) -> None:
    with seen.publishing([Record(TOPIC, "o-1", payload)]):
        pass
    assert recorder.spans() == []


def test_a_message_is_handled_within_a_span_that_tells_of_the_inbox(
    store: Store, seen: MessagesSeen, recorder: Recorder, metrics: Metrics
) -> None:
    consumer = consumer_of(store, seen, well)
    consumer.handle(delivery(envelope()))
    consumer.handle(delivery(envelope(), place=f"{TOPIC}:0:1"))
    spans = recorder.spans()
    handled = [each for each in spans if each.name == f"process {TOPIC}"]
    inbox = [each for each in spans if each.name == "inbox ReserveStock"]
    assert [(each.kind, each.trace, each.parent) for each in handled] == [(5, TRACE_ID, SENDER)] * 2
    assert [each.attributes["cleave.first"] for each in inbox] == [True, False]
    assert handled[0].attributes == {
        "cleave.feature": "inventory",
        "cleave.order": "o-1",
        "messaging.destination.name": TOPIC,
        "messaging.message.id": "m-1",
        "cleave.message": "ReserveStock",
    }
    assert (tried(metrics, "handled"), tried(metrics, "again")) == (1, 1)


def test_each_try_is_seen_and_the_dead_letter_counted(
    store: Store,
    seen: MessagesSeen,
    recorder: Recorder,
    metrics: Metrics,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(consumer_module, "MESSAGE_RETRIES", RetryPolicy(3, 0.001, 0.001))
    consumer_of(store, seen, badly).handle(delivery(envelope()))
    tries = [each for each in recorder.spans() if each.name == f"process {TOPIC}"]
    assert [each.attributes["error.type"] for each in tries] == ["LookupError"] * 3
    assert tried(metrics, "failed") == 3
    dead = metrics.registry.get_sample_value("cleave_dead_letters_total", {"topic": TOPIC})
    assert dead == 1
    assert "goes to the dead letters" in caplog.text


def test_an_event_that_interests_nobody_is_counted_as_ignored(
    store: Store, seen: MessagesSeen, metrics: Metrics
) -> None:
    consumer_of(store, seen, well).handle(delivery(envelope(ProductsListed(()))))
    assert tried(metrics, "ignored", "ProductsListed") == 1


def test_what_a_handler_puts_goes_on_with_its_own_span(
    store: Store, seen: MessagesSeen, recorder: Recorder
) -> None:
    outbox = Outbox(utc_now, new_uuid, lambda _: None)

    def answer(session: Session, command: Envelope) -> None:
        outbox.put(session, TOPIC, RESERVE, "o-1", "c-00001", command.traceparent)

    consumer_of(store, seen, answer).handle(delivery(envelope()))
    (answered,) = store.messages(TOPIC)
    spans = {each.own: each.name for each in recorder.spans()}
    assert answered.traceparent.startswith(f"00-{TRACE_ID}-")
    assert spans[answered.traceparent.split("-")[2]] in (f"process {TOPIC}", "transaction")
