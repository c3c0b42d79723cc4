"""What is put into an arm from outside: last units by its keeper, poison by a stranger."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, LiteralString

import psycopg
from kafka import KafkaProducer
from kafka.errors import KafkaError

from experiments.checks.invariants.fetch import CONNECT_TIMEOUT_S
from experiments.soak.ground import Arm, NotSeen
from experiments.soak.poisons import Poison
from experiments.stacks.libpq import first_line, libpq

ONE_EACH: Final = "UPDATE stock SET opening = 1, available = 1 WHERE product_id = ANY(%s)"
JOB: Final = "INSERT INTO notification_jobs (payload) VALUES (%s)"
SENT_WITHIN_S: Final = 10.0

Pour = Callable[[Poison], None]


def leave_one_each(arm: Arm, products: Sequence[str]) -> None:
    """Of products that nobody has ordered."""
    _write(arm, "inventory", ONE_EACH, list(products))


@contextmanager
def pouring(arm: Arm) -> Iterator[Pour]:
    """What puts poison where the arm takes its messages from: its broker or, where it has none, its
    queue of notifications. Both raise NotSeen where that does not take it."""
    if not arm.topology.broker:
        yield lambda poison: _write(arm, "notifications", JOB, poison.text)
        return
    try:
        producer = KafkaProducer(bootstrap_servers=arm.broker_servers, acks="all")
    except KafkaError as error:
        raise NotSeen(f"the broker takes no messages: {error}") from error
    try:
        yield lambda poison: _send(producer, poison)
    finally:
        producer.close(timeout=SENT_WITHIN_S)


def _send(producer: Any, poison: Poison) -> None:
    try:
        sent = producer.send(poison.topic, poison.text.encode(), poison.token.encode())
        sent.get(timeout=SENT_WITHIN_S)
    except KafkaError as error:
        raise NotSeen(f"the broker does not take {poison.token}: {error}") from error


def _write(arm: Arm, feature: str, sql: LiteralString, value: Any) -> None:
    url = libpq(arm.owner_url(feature))
    try:
        with psycopg.connect(url, connect_timeout=CONNECT_TIMEOUT_S) as connection:
            connection.execute(sql, (value,))
    except psycopg.Error as error:
        raise NotSeen(f"the tables of {feature} take nothing: {first_line(error)}") from error
