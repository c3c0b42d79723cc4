"""A database with the chassis's own tables; and a bus of each kind, with a topic."""

import gc
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import text

from experiments.testing.postgres import NewDatabase
from microservices.chassis import kafka_bus
from microservices.chassis.bus import Record, Subscription
from microservices.chassis.preparing import CHASSIS
from microservices.chassis.tests.harness import Store
from microservices.chassis.tests.installations import (
    REAL,
    SENT_AHEAD,
    InMemory,
    Installation,
    OverKafka,
    OverRabbitMq,
)
from microservices.chassis.tests.mailboxes import Mailboxes
from microservices.chassis.tests.receiving import Publish, Subscribe
from shared_domain.kernel.database import Database
from shared_domain.kernel.dead_letters import MIGRATIONS as DEAD_LETTERS

RABBITMQ = "microservices.chassis.rabbitmq"


@pytest.fixture
def store(new_database: NewDatabase) -> Iterator[Store]:
    database = Database(new_database([CHASSIS, DEAD_LETTERS]), pool_size=3)
    with database.write() as session:
        session.execute(text("CREATE TABLE effects (what text)"))
    yield Store(database)
    database.engine.dispose()


@pytest.fixture(params=["memory", *(pytest.param(each, marks=pytest.mark.real) for each in REAL)])
def broker(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Installation]:
    if request.param == "memory":
        yield InMemory()
        return
    if request.param == "rest":
        server, new = request.getfixturevalue("postgres"), request.getfixturevalue("new_database")
        with closing(Mailboxes(server, new)) as mailboxes:
            yield mailboxes
        return
    if request.param == "rabbitmq":
        monkeypatch.setattr(f"{RABBITMQ}.reading.UNDONE", SENT_AHEAD)
        monkeypatch.setattr(f"{RABBITMQ}.subscription.LOOK_EVERY_S", 0.2)
        with closing(OverRabbitMq(request.getfixturevalue("rabbitmq"))) as queues:
            yield queues
        return
    monkeypatch.setattr(kafka_bus, "COMMIT_EVERY_S", 0)
    yield OverKafka(request.getfixturevalue("kafka"))
    gc.collect()  # here, where kafka-python's unclosed sockets are forgiven


@pytest.fixture
def topic(broker: Installation) -> str:
    return broker.new_topic()


@pytest.fixture
def subscribe(broker: Installation, topic: str) -> Iterator[Subscribe]:
    """Subscribe a replica of a group to the test's topic."""
    opened: list[Subscription] = []

    def subscribe(group: str = "readers", replica: str = "reader-1") -> Subscription:
        opened.append(broker.open(f"{group}-of-{topic}", replica).subscribe([topic]))
        return opened[-1]

    yield subscribe
    for subscription in opened:
        subscription.close()


@pytest.fixture
def publish(broker: Installation, topic: str) -> Iterator[Publish]:
    """Publish texts under a key to the test's topic."""
    publisher = broker.open("writers", "writer-1").publisher()

    def publish(*texts: str, key: str = "o-1") -> None:
        publisher.publish([Record(topic, key, text.encode()) for text in texts])

    yield publish
    publisher.close()
