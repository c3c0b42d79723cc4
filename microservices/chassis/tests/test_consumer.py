"""The consumer: every message has its effect once, or lies in the dead letters with the reason."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from experiments.testing.waiting import wait_until
from microservices.chassis import consumer as consumer_module
from microservices.chassis import worker as worker_module
from microservices.chassis.bus import Delivery, Record
from microservices.chassis.consumer import Consumer
from microservices.chassis.dead_letters import DeadLetters
from microservices.chassis.outbox import Outbox
from microservices.chassis.tests.harness import Store, threads_named
from microservices.chassis.tests.memory_bus import MemoryBroker
from microservices.chassis.tests.messages import NOON, RESERVE, delivery, envelope
from shared_domain.kernel.clock import new_uuid
from shared_domain.kernel.database import Database, Session
from shared_domain.kernel.errors import Unavailable
from shared_domain.kernel.retry import RetryPolicy
from shared_domain.messages.commands import ReleaseStock, ReserveStock
from shared_domain.messages.envelope import Envelope
from shared_domain.messages.events import ProductsListed

TOPIC = "inventory.commands"
EFFECT = text("INSERT INTO effects VALUES (:what)")
Trouble = Callable[[], None]


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (consumer_module, worker_module):
        monkeypatch.setattr(module, "PAUSE_S", 0.001)
    monkeypatch.setattr(consumer_module, "RECEIVE_S", 0.01)
    monkeypatch.setattr(consumer_module, "MESSAGE_RETRIES", RetryPolicy(4, 0.001, 0.001))


class Handler:
    """Writes down each message it handles; before each try, the next of its troubles happens."""

    def __init__(self, *troubles: Trouble) -> None:
        self.tries = 0
        self.troubles = iter(troubles)

    def __call__(self, session: Session, message: Envelope) -> None:
        self.tries += 1
        session.execute(EFFECT, {"what": message.id})
        next(self.troubles, nothing)()


class TroubledDatabase(Database):
    """The next of its troubles happens before each transaction begins."""

    def __init__(self, database: Database, *troubles: Trouble) -> None:
        vars(self).update(vars(database))  # it is the same
        self.troubles = iter(troubles)

    @contextmanager
    def write(self) -> Iterator[Session]:
        next(self.troubles, nothing)()
        with super().write() as session:
            yield session


def nothing() -> None:
    """No trouble."""


def bug() -> None:
    raise LookupError("a mistake of ours")


def database_down() -> None:
    raise OperationalError("SELECT 1", {}, psycopg.OperationalError("connection refused"))


def inventory_of(
    database: Database, handler: Handler, broker: MemoryBroker | None = None
) -> Consumer:
    dead_letters = DeadLetters(Outbox(lambda: NOON, new_uuid, lambda _: None))
    bus = (broker or MemoryBroker()).open("", "inventory", "inventory-1")
    return Consumer(database, bus, [TOPIC], {ReserveStock: handler}, dead_letters)


def effects(store: Store) -> list[str]:
    with store.database.read() as session:
        return list(session.execute(text("SELECT what FROM effects ORDER BY what")).scalars())


def dead(store: Store) -> list[str]:
    return [row.payload for row in store.outgoing() if row.topic == f"{TOPIC}.dead"]


def test_a_message_is_handled_and_remembered_in_one_transaction(store: Store) -> None:
    inventory_of(store.database, Handler()).handle(delivery(envelope()))
    assert effects(store) == store.remembered() == ["m-1"]


def test_the_same_message_twice_has_one_effect(store: Store) -> None:
    handler = Handler()
    consumer = inventory_of(store.database, handler)
    consumer.handle(delivery(envelope()))
    consumer.handle(delivery(envelope(), place=f"{TOPIC}:0:1"))
    assert effects(store) == ["m-1"]
    assert handler.tries == 1


def test_two_messages_of_one_order_are_two(store: Store) -> None:
    consumer = inventory_of(store.database, Handler())
    consumer.handle(delivery(envelope(message_id="m-1")))
    consumer.handle(delivery(envelope(message_id="m-2")))
    assert effects(store) == ["m-1", "m-2"]


def test_what_fails_is_tried_again_and_leaves_nothing_of_the_failed_tries(store: Store) -> None:
    handler = Handler(bug, bug)
    inventory_of(store.database, handler).handle(delivery(envelope()))
    assert handler.tries == 3
    assert effects(store) == ["m-1"]
    assert dead(store) == []


def test_after_the_last_try_it_goes_to_the_dead_letters_with_the_reason(store: Store) -> None:
    handler = Handler(*[bug] * 10)
    inventory_of(store.database, handler).handle(delivery(envelope()))
    assert handler.tries == 4
    assert effects(store) == []
    (letter,) = dead(store)
    assert "LookupError: a mistake of ours" in letter
    assert "inventory.commands:0:0" in letter


@pytest.mark.parametrize(
    "payload",
    [
        b"\xff\x00",
        b"",
        b"[]",
        b'{"version": 1}',
        envelope().to_json().replace('"version":1', '"version":2').encode(),
        envelope().to_json().replace("ReserveStock", "SellTheShop").encode(),
        envelope().to_json().replace('"lines"', '"rows"').encode(),
    ],
    ids=["no text", "empty", "no object", "no message", "unknown version", "unheard of", "body"],
)
def test_what_is_no_message_goes_straight_to_the_dead_letters(
    store: Store, payload: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = Handler()
    consumer = inventory_of(store.database, handler)
    monkeypatch.setattr(consumer, "_pause", lambda _: pytest.fail("it tries again"))
    consumer.handle(delivery(payload))
    assert handler.tries == 0
    (letter,) = dead(store)
    assert "MalformedMessage" in letter


def test_an_event_that_interests_nobody_is_left_alone(store: Store) -> None:
    handler = Handler()
    inventory_of(store.database, handler).handle(delivery(envelope(ProductsListed(()))))
    assert handler.tries == 0
    assert store.outgoing() == []
    assert store.remembered() == []


def test_a_command_that_nobody_handles_goes_straight_to_the_dead_letters(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    consumer = inventory_of(store.database, Handler())
    monkeypatch.setattr(consumer, "_pause", lambda _: pytest.fail("it tries again"))
    consumer.handle(delivery(envelope(ReleaseStock("o-1"))))
    (letter,) = dead(store)
    assert "nobody here handles ReleaseStock" in letter


def test_while_the_database_is_down_it_waits_and_that_counts_as_no_try(store: Store) -> None:
    handler = Handler()
    database = TroubledDatabase(store.database, *[database_down] * 20)
    inventory_of(database, handler).handle(delivery(envelope()))
    assert effects(store) == ["m-1"]
    assert dead(store) == []


def test_a_database_that_goes_down_in_the_middle_counts_as_no_try(store: Store) -> None:
    handler = Handler(*[database_down] * 20)
    inventory_of(store.database, handler).handle(delivery(envelope()))
    assert handler.tries == 21
    assert effects(store) == ["m-1"]
    assert dead(store) == []


def test_a_dead_letter_waits_for_its_database_too(store: Store) -> None:
    troubles = [*[nothing] * 4, *[database_down] * 20]
    database = TroubledDatabase(store.database, *troubles)
    inventory_of(database, Handler(*[bug] * 4)).handle(delivery(envelope()))
    assert len(dead(store)) == 1


@pytest.fixture
def broker() -> MemoryBroker:
    return MemoryBroker()


@pytest.fixture
def handler() -> Handler:
    return Handler()


@pytest.fixture
def running(store: Store, broker: MemoryBroker, handler: Handler) -> Iterator[Consumer]:
    """The consumer's thread, which ends with the test."""
    consumer = inventory_of(store.database, handler, broker)
    consumer.start()
    yield consumer
    consumer.stop()
    consumer.join(10)


def send(broker: MemoryBroker, *ids: str) -> None:
    records = [Record(TOPIC, "o-1", envelope(RESERVE, each).to_json()) for each in ids]
    broker.open("", "orders", "orders-1").publisher().publish(records)


def test_it_is_assigned_once_it_receives(running: Consumer) -> None:
    wait_until(running.assigned)


def test_it_handles_what_comes_and_says_so_to_the_broker(
    store: Store, broker: MemoryBroker, running: Consumer
) -> None:
    send(broker, "m-1", "m-2")
    wait_until(lambda: effects(store) == ["m-1", "m-2"])
    wait_until(lambda: sum(broker.committed.values()) == 2)


def test_it_outlives_a_broker_that_is_down(
    store: Store, broker: MemoryBroker, running: Consumer
) -> None:
    wait_until(running.assigned)
    broker.down = True
    wait_until(lambda: not running.assigned())
    broker.down = False
    send(broker, "m-1")
    wait_until(lambda: effects(store) == ["m-1"])


def test_it_outlives_an_error_nobody_thought_of(
    store: Store, broker: MemoryBroker, running: Consumer, monkeypatch: pytest.MonkeyPatch
) -> None:
    handle = running.handle
    troubles = iter([bug])

    def fail_once(message: Delivery) -> None:
        next(troubles, nothing)()
        handle(message)

    monkeypatch.setattr(running, "handle", fail_once)
    send(broker, "m-1")
    wait_until(lambda: effects(store) == ["m-1"])


def test_what_needs_something_remote_waits_for_it(
    store: Store, broker: MemoryBroker, running: Consumer, handler: Handler
) -> None:
    def unavailable() -> None:
        raise Unavailable("not now")

    handler.troubles = iter([unavailable] * 20)
    send(broker, "m-1")
    wait_until(lambda: effects(store) == ["m-1"])
    assert handler.tries == 21


def test_told_to_stop_it_finishes_what_it_received_and_leaves_the_group(
    store: Store, broker: MemoryBroker, running: Consumer, handler: Handler
) -> None:
    """One message is being handled, another was received with it, a third comes too late."""
    is_handling, may_finish = threading.Event(), threading.Event()

    def slowly() -> None:
        is_handling.set()
        assert may_finish.wait(timeout=10)

    handler.troubles = iter([slowly])
    wait_until(running.assigned)
    send(broker, "m-1", "m-2")
    assert is_handling.wait(timeout=10)
    running.stop()
    send(broker, "m-3")
    assert broker.left == []
    may_finish.set()
    running.join(10)
    assert effects(store) == ["m-1", "m-2"]
    assert sum(broker.committed.values()) == 2
    assert broker.left == ["inventory-1"]


def test_told_to_stop_while_a_message_waits_it_ends_and_the_message_comes_again(
    store: Store, broker: MemoryBroker, running: Consumer, handler: Handler
) -> None:
    handler.troubles = iter([database_down] * 1_000_000)
    send(broker, "m-1")
    wait_until(lambda: handler.tries > 3)
    running.stop()
    running.join(10)
    assert threads_named("consumer") == []
    assert effects(store) == []
    assert sum(broker.committed.values()) == 0


def test_told_to_stop_while_the_broker_is_down_it_ends_all_the_same(
    broker: MemoryBroker, running: Consumer
) -> None:
    broker.down = True
    running.stop()
    running.join(10)
    assert threads_named("consumer") == []
