"""Counts and plants over the tables that the arms really have."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from experiments.soak.carriers import kafka
from experiments.soak.counting import messages, of_every_part, pending, rows, unsent
from experiments.soak.ground import NotSeen
from experiments.soak.planting import leave_one_each, pouring
from experiments.soak.poisons import Poison
from experiments.soak.scenarios.last_unit import SOLD
from experiments.soak.scenarios.poison import PAYLOADS
from experiments.soak.tests.made import FakeArm
from experiments.testing.postgres import Server
from experiments.topology import MONOLITH, SERVICES, Topology

OUTBOX = (
    "CREATE TABLE outbox (topic text, sent_at timestamptz);"
    "INSERT INTO outbox VALUES ('orders.events', now()), ('orders.events', NULL),"
    " ('orders.events.dead', NULL)"
)
SHOP = (
    "CREATE TABLE orders (order_id text, customer_id text, status text);"
    "INSERT INTO orders VALUES ('o-1', 'c-1', 'CONFIRMED'), ('o-2', 'c-2', 'PENDING');"
    "CREATE TABLE order_lines (order_id text, product_id text);"
    "INSERT INTO order_lines VALUES ('o-1', 'p-1'), ('o-2', 'p-1');"
    "CREATE TABLE stock (product_id text, opening int, available int);"
    "INSERT INTO stock VALUES ('p-1', 9, 9), ('p-2', 9, 9);"
    "CREATE TABLE dead_letters (payload text, replayed_at timestamptz);"
    "INSERT INTO dead_letters VALUES ('waits', NULL), ('is over', now());"
    "CREATE TABLE notification_jobs (payload text)"
)


class OnOneDatabase(FakeArm):
    """Every part of it has the same database."""

    url = ""

    def audit_url(self, feature: str) -> str:
        return self.url


def on(url: str, topology: Topology) -> OnOneDatabase:
    arm = OnOneDatabase(topology)
    arm.url = url
    return arm


@pytest.fixture
def url(postgres: Server) -> Iterator[str]:
    name = postgres.create()
    url = postgres.url(name)
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute(f"{SHOP};{OUTBOX}".encode())
    yield url
    postgres.drop(name)


@pytest.mark.real
def test_messages_are_those_of_all_outboxes_but_dead_letters(url: str) -> None:
    arm = on(url, SERVICES)
    parts = len(SERVICES.parts)
    assert (messages(arm), unsent(arm), pending(arm)) == (2 * parts, 2 * parts, 1)


@pytest.mark.real
def test_without_a_broker_each_order_is_a_message(url: str) -> None:
    assert messages(on(url, MONOLITH)) == 2


@pytest.mark.real
def test_what_was_sold_and_what_waits_as_a_dead_letter_is_read(url: str) -> None:
    arm = on(url, MONOLITH)
    assert rows(arm, "orders", SOLD, ["p-1", "p-2"]) == [("p-1", "o-1", "c-1")]
    assert list(of_every_part(arm, PAYLOADS)) == [("waits",)]


@pytest.mark.real
def test_one_is_left_of_each_product_that_is_named(url: str) -> None:
    arm = on(url, MONOLITH)
    leave_one_each(arm, ["p-2"])
    stock = rows(arm, "inventory", "SELECT * FROM stock ORDER BY 1")
    assert stock == [("p-1", 9, 9), ("p-2", 1, 1)]


@pytest.mark.real
def test_poison_goes_among_the_jobs_where_there_is_no_broker(url: str) -> None:
    arm = on(url, MONOLITH)
    with pouring(arm) as pour:
        pour(Poison("poison-1", "orders.events", "{"))
    assert rows(arm, "notifications", "SELECT payload FROM notification_jobs") == [("{",)]


def test_poison_goes_to_its_topic_where_there_is_a_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    class Producer:
        sent: list[tuple[str, bytes, bytes]] = []  # noqa: RUF012 - one list a test

        def __init__(self, **_: object) -> None: ...

        def send(self, topic: str, value: bytes, key: bytes) -> "Producer":
            self.sent.append((topic, value, key))
            return self

        def get(self, timeout: float) -> None: ...

        def close(self, timeout: float) -> None: ...

    monkeypatch.setattr(kafka, "KafkaProducer", Producer)
    with pouring(on("", SERVICES)) as pour:
        pour(Poison("poison-1", "orders.events", "{"))
    assert Producer.sent == [("orders.events", b"{", b"poison-1")]


@contextmanager
def said() -> Iterator[None]:
    with pytest.raises(NotSeen) as error:
        yield
    assert "\n" not in str(error.value)


def test_what_cannot_be_reached_is_said_in_one_line() -> None:
    nowhere = "postgresql+psycopg://m:m@127.0.0.1:1/m"
    with said():
        pending(on(nowhere, MONOLITH))
    with said():
        leave_one_each(on(nowhere, MONOLITH), ["p-1"])
