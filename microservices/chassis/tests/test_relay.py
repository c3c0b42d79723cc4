"""The relay: in order, all of it, and again rather than never."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from experiments.testing.waiting import wait_until
from microservices.chassis import relay as relay_module
from microservices.chassis.bus import Publisher, Record, Subscription
from microservices.chassis.lane import BATCH
from microservices.chassis.outbox import Outbox
from microservices.chassis.relay import Relay
from microservices.chassis.tests.harness import Store, threads_named
from microservices.chassis.tests.memory_bus import MemoryBroker
from microservices.chassis.tests.messages import NOON
from shared_domain.kernel.clock import utc_now
from shared_domain.kernel.errors import Unavailable

TOPIC = "orders.events"


@pytest.fixture
def broker() -> MemoryBroker:
    return MemoryBroker()


@pytest.fixture
def relay(store: Store, broker: MemoryBroker) -> Relay:
    return Relay(store.database, broker.open("orders", "orders-1"))


class Publishing:
    """A bus with this publisher, which nobody subscribes to."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher

    def publisher(self) -> Publisher:
        return self._publisher

    def subscribe(self, topics: Sequence[str]) -> Subscription:
        raise NotImplementedError


def put(
    store: Store,
    *payloads: str,
    key: str = "o-1",
    relay: Relay | None = None,
) -> None:
    outbox = Outbox(lambda: NOON, str, relay.hand_over if relay else lambda _: None)
    with store.database.write() as session:
        for payload in payloads:
            outbox.put_raw(session, TOPIC, key, payload.encode())


def told(broker: MemoryBroker) -> list[str]:
    return [each.payload.decode() for each in broker.told(TOPIC)]


def test_messages_are_published_in_their_order_and_marked(
    store: Store, broker: MemoryBroker, relay: Relay
) -> None:
    put(store, "1", "2", "3")
    assert relay.send_batch() == 3
    assert told(broker) == ["1", "2", "3"]
    assert store.unsent() == []
    assert relay.send_batch() == 0


def test_more_than_a_batch_is_sent_in_batches(
    store: Store, broker: MemoryBroker, relay: Relay
) -> None:
    texts = [str(number) for number in range(BATCH + 1)]
    put(store, *texts)
    assert [relay.send_batch(), relay.send_batch()] == [BATCH, 1]
    assert told(broker) == texts


def test_when_publishing_fails_the_mark_is_rolled_back(
    store: Store, broker: MemoryBroker, relay: Relay
) -> None:
    put(store, "1", "2")
    broker.down = True
    with pytest.raises(Unavailable):
        relay.send_batch()
    assert store.unsent() == ["1", "2"]
    broker.down = False
    assert relay.send_batch() == 2
    assert told(broker) == ["1", "2"]


def test_when_a_part_was_published_all_is_sent_again(
    store: Store, broker: MemoryBroker, relay: Relay
) -> None:
    put(store, "1", "2")
    broker.break_down_after(records=1)
    with pytest.raises(Unavailable):
        relay.send_batch()
    relay.send_batch()
    assert told(broker) == ["1", "1", "2"]


def test_a_crash_between_publishing_and_committing_sends_again(
    store: Store, broker: MemoryBroker
) -> None:
    class Crash(BaseException):
        """The process is gone: nothing catches this."""

    class CrashingAfterwards:
        """A publisher whose process dies when the broker has everything."""

        def publish(self, records: Sequence[Record]) -> None:
            broker.open("", "").publisher().publish(records)
            raise Crash

        def close(self) -> None:
            """Never comes to it."""

    put(store, "1")
    with pytest.raises(Crash):
        Relay(store.database, Publishing(CrashingAfterwards())).send_batch()
    assert store.unsent() == ["1"]
    Relay(store.database, broker.open("orders", "orders-1")).send_batch()
    assert told(broker) == ["1", "1"]


def test_what_one_relay_is_sending_another_leaves_and_does_not_wait_for(
    store: Store, broker: MemoryBroker, relay: Relay
) -> None:
    is_sending, may_go_on = Event(), Event()

    class Slow:
        """A publisher in the middle of it."""

        def publish(self, records: Sequence[Record]) -> None:
            is_sending.set()
            assert may_go_on.wait(timeout=10)
            broker.open("", "").publisher().publish(records)

        def close(self) -> None:
            """Nothing to do."""

    put(store, "1", "2")
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(Relay(store.database, Publishing(Slow())).send_batch)
        assert is_sending.wait(timeout=10)
        assert relay.send_batch() == 0
        put(store, "3")
        assert relay.send_batch() == 1
        may_go_on.set()
        assert first.result(timeout=10) == 2
    assert sorted(told(broker)) == ["1", "2", "3"]


def test_what_is_handed_over_is_published_and_then_marked_with_its_time(
    store: Store, broker: MemoryBroker, relay: Relay
) -> None:
    relay.sweep()
    put(store, "1", "2", relay=relay)
    relay.send_handed_over()
    assert told(broker) == ["1", "2"]
    published_by = utc_now()
    assert store.unsent() == ["1", "2"]
    relay.mark()
    assert store.unsent() == []
    assert all(row.created_at <= row.sent_at <= published_by for row in store.outgoing())


def test_much_that_is_handed_over_is_marked_on_the_way(
    store: Store, broker: MemoryBroker, relay: Relay
) -> None:
    relay.sweep()
    texts = [str(number) for number in range(BATCH + 1)]
    put(store, *texts, relay=relay)
    relay.send_handed_over()
    assert told(broker) == texts
    assert store.unsent() == texts[-1:]


def test_a_crash_before_the_mark_sends_again(store: Store, broker: MemoryBroker) -> None:
    before = Relay(store.database, broker.open("orders", "orders-1"))
    before.sweep()
    put(store, "1", relay=before)
    before.send_handed_over()
    after = Relay(store.database, broker.open("orders", "orders-1"))
    after.sweep()
    assert told(broker) == ["1", "1"]
    assert store.unsent() == []


def test_what_another_replica_may_be_sending_is_left_to_it(
    store: Store, broker: MemoryBroker, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay.sweep()
    put(store, "1")
    relay.sweep()
    assert told(broker) == []
    monkeypatch.setattr(relay_module, "STALE_AFTER", timedelta())
    relay.sweep()
    assert told(broker) == ["1"]


def test_what_could_not_be_published_is_found_in_the_table_in_its_order(
    store: Store, broker: MemoryBroker, relay: Relay
) -> None:
    relay.sweep()
    put(store, "1", relay=relay)
    broker.down = True
    with pytest.raises(Unavailable):
        relay.send_handed_over()
    relay.fall_behind()
    put(store, "2", relay=relay)
    broker.down = False
    relay.send_handed_over()
    assert told(broker) == []
    relay.sweep()
    assert told(broker) == ["1", "2"]


def test_what_is_published_while_the_database_is_down_is_marked_when_it_is_back(
    store: Store, broker: MemoryBroker, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay.sweep()
    put(store, "1", relay=relay)
    relay.send_handed_over()
    write = store.database.write
    monkeypatch.setattr(store.database, "write", database_down)
    with pytest.raises(OperationalError):
        relay.mark()
    monkeypatch.setattr(store.database, "write", write)
    relay.mark()
    assert store.unsent() == []
    assert told(broker) == ["1"]


def database_down() -> None:
    raise OperationalError("BEGIN", {}, psycopg.OperationalError("connection refused"))


@pytest.fixture
def running(
    relay: Relay, broker: MemoryBroker, store: Store, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Relay]:
    """The relay's thread, which ends with the test. It has looked for what an earlier life left:
    what is put meanwhile may be found there and sent, and then be handed over and sent again."""
    monkeypatch.setattr(relay_module, "SWEEP_S", 0.05)
    relay.start()
    wait_until(lambda: not relay._catching_up)
    yield relay
    relay.stop()
    relay.join(10)


def test_it_sends_at_once_when_it_is_given_something(
    store: Store, broker: MemoryBroker, running: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_module, "SWEEP_S", 60)
    put(store, "1", relay=running)
    wait_until(lambda: told(broker) == ["1"])


def test_it_marks_soon_what_it_sent(store: Store, broker: MemoryBroker, running: Relay) -> None:
    put(store, "1", relay=running)
    wait_until(lambda: store.unsent() == [])
    assert told(broker) == ["1"]


def test_it_finds_by_sweeping_what_nobody_handed_over(
    store: Store, broker: MemoryBroker, running: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_module, "STALE_AFTER", timedelta())
    put(store, "left by a crash")
    wait_until(lambda: told(broker) == ["left by a crash"])


def test_it_outlives_a_broker_that_is_down(
    store: Store, broker: MemoryBroker, running: Relay
) -> None:
    put(store, "1", relay=running)
    wait_until(lambda: told(broker) == ["1"])
    broker.down = True
    put(store, "2", relay=running)
    broker.down = False
    wait_until(lambda: told(broker) == ["1", "2"])


def test_it_outlives_an_error_nobody_thought_of(
    store: Store, broker: MemoryBroker, running: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_handed_over = running.send_handed_over
    failed: list[bool] = []

    def fail_once() -> None:
        if not failed:
            failed.append(True)
            raise RuntimeError("unheard of")
        send_handed_over()

    monkeypatch.setattr(running, "send_handed_over", fail_once)
    put(store, "1", relay=running)
    wait_until(lambda: told(broker) == ["1"])


def test_told_to_stop_it_sends_and_marks_what_it_has(
    store: Store, broker: MemoryBroker, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_module, "SWEEP_S", 60)
    relay.sweep()
    put(store, "1", relay=relay)
    relay.stop()
    relay.start()
    relay.join(10)
    assert told(broker) == ["1"]
    assert store.unsent() == []


def test_told_to_stop_while_the_broker_is_down_it_ends_all_the_same(
    store: Store, broker: MemoryBroker, running: Relay
) -> None:
    broker.down = True
    put(store, "1", relay=running)
    running.stop()
    running.join(10)
    assert threads_named("relay") == []
    assert store.unsent() == ["1"]
