"""Kafka: a log holds every copy that it was sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from kafka import KafkaConsumer, KafkaProducer
from kafka.errors import KafkaError
from kafka.structs import TopicPartition

from experiments.soak.carriers.pour import SENT_WITHIN_S, Pour
from experiments.soak.ground import Arm, NotSeen
from experiments.soak.poisons import Poison
from experiments.topology import PARTITIONS, TOPICS

BROKER_MS: Final = 10_000


def copies(arm: Arm) -> int:
    """Messages that the broker holds, each copy of one counted. Raises NotSeen."""
    places = [TopicPartition(topic, each) for topic in TOPICS for each in range(PARTITIONS)]
    try:
        consumer = KafkaConsumer(bootstrap_servers=_servers(arm), client_id="soak")
        try:
            ends: dict[Any, int] = consumer.end_offsets(places, timeout_ms=BROKER_MS)
        finally:
            consumer.close()
    except KafkaError as error:
        raise NotSeen(f"the broker does not tell what it holds: {error}") from error
    return sum(ends.values())


@contextmanager
def pouring(arm: Arm) -> Iterator[Pour]:
    try:
        producer = KafkaProducer(bootstrap_servers=_servers(arm), acks="all")
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


def _servers(arm: Arm) -> str:
    return arm.bus_url.removeprefix("kafka://")
