"""SIGTERM to a real replica: granian, PostgreSQL, Kafka. It goes; its work goes on elsewhere."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import requests
from sqlalchemy import select

from experiments.protections import variables
from experiments.stacks.local.topics import create_topics, wait_for_topics
from experiments.testing.kafka import Broker
from experiments.testing.postgres import NewDatabase
from experiments.testing.seeing import UNSEEN
from experiments.testing.waiting import wait_until
from microservices.chassis.bus import Delivery, Record
from microservices.chassis.kafka_bus import SESSION_TIMEOUT_MS, KafkaBus
from microservices.chassis.preparing import CHASSIS, migrations_of
from microservices.chassis.service import STOP_WITHIN_S
from microservices.chassis.tables import inbox
from microservices.chassis.tests.messages import envelope
from shared_domain.kernel.database import Database
from shared_domain.kernel.errors import Unavailable
from shared_domain.kernel.protections import PROTECTED
from shared_domain.messages.events import OrderSettled

pytestmark = [
    pytest.mark.real,
    pytest.mark.filterwarnings("ignore:Exception ignored in. <socket"),
]
REPOSITORY = Path(__file__).parents[2]
TOPIC = "orders.events"
UP_WITHIN_S = 30.0


@pytest.fixture
def database(new_database: NewDatabase) -> Iterator[Database]:
    database = Database(new_database([CHASSIS, migrations_of("notifications")]), pool_size=1)
    yield database
    database.engine.dispose()


@pytest.fixture
def servers(kafka: Broker) -> str:
    port = int(kafka.servers.rpartition(":")[2])
    create_topics(port, (TOPIC,), UP_WITHIN_S)
    wait_for_topics(port, (TOPIC,), UP_WITHIN_S)
    return kafka.servers


@pytest.fixture
def replica(database: Database, servers: str) -> Iterator["subprocess.Popen[bytes]"]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    program = (sys.executable, "-m", "granian", "--interface", "wsgi", "--factory")
    where = ("--host", "127.0.0.1", "--port", str(port), "--log-level", "warning")
    process = subprocess.Popen(
        [*program, *where, "microservices.notifications.main:build"],
        cwd=REPOSITORY,
        env={
            "PATH": os.environ["PATH"],
            "CLEAVE_DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
            "CLEAVE_POOL_SIZE": "2",
            "CLEAVE_KAFKA": servers,
            **UNSEEN,
            "CLEAVE_REPLICA": "notifications-1",
            **variables(PROTECTED),
        },
    )
    wait_until(lambda: answers(f"http://127.0.0.1:{port}/health/startup"), UP_WITHIN_S)
    yield process
    process.kill()
    process.wait()


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=1).status_code == 200
    except requests.RequestException:
        return False


@pytest.fixture
def tell(servers: str) -> Iterator[Callable[[str], None]]:
    """Publish a settled order."""
    publisher = KafkaBus(servers, "orders", "orders-1").publisher()

    def is_told(record: Record) -> bool:
        with suppress(Unavailable):  # a topic is known a little after it was made
            publisher.publish([record])
            return True
        return False

    def tell(order_id: str) -> None:
        event = OrderSettled(order_id, "c-00001", "CONFIRMED", None, 500)
        text = envelope(event, f"settled {order_id}").to_json()
        wait_until(lambda: is_told(Record(TOPIC, order_id, text)), UP_WITHIN_S)

    yield tell
    publisher.close()


def test_told_to_end_it_goes_in_time_and_another_replica_has_its_share_at_once(
    replica: "subprocess.Popen[bytes]",
    servers: str,
    database: Database,
    tell: Callable[[str], None],
) -> None:
    tell("o-1")
    wait_until(lambda: handled(database) == ["settled o-1"])
    replica.send_signal(signal.SIGTERM)
    assert replica.wait(STOP_WITHIN_S + 2) == 0
    tell("o-2")
    successor = KafkaBus(servers, "notifications", "notifications-2").subscribe([TOPIC])
    began, received = time.monotonic(), list[Delivery]()
    while not received:
        received += successor.receive(0.5)
        assert time.monotonic() - began < SESSION_TIMEOUT_MS / 1000 / 2, "it waits for a session"
    successor.leave()
    assert all("settled o-2" in each.payload.decode() for each in received)


def handled(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.execute(select(inbox.c.message_id)).scalars())
