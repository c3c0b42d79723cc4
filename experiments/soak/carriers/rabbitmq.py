"""RabbitMQ: what is done is gone from its queues, so copies are counted in one that nobody reads.
It is bound to every topic like those of the readers."""

import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from pika import BasicProperties, BlockingConnection, URLParameters
from pika.exceptions import AMQPError

from experiments.soak.carriers.pour import SENT_WITHIN_S, Pour
from experiments.soak.ground import Arm, NotSeen
from experiments.soak.poisons import Poison
from experiments.topology import PARTITIONS, TOPICS

TAP: Final = "soak/tap"


def copies(arm: Arm) -> int:
    """Messages that were sent since this was asked for the first time, each copy of one counted.
    Raises NotSeen."""
    with _channel(arm) as channel:
        channel.queue_declare(TAP, durable=True)
        for topic in TOPICS:
            channel.exchange_declare(topic, "direct", durable=True)
            for partition in range(PARTITIONS):
                channel.queue_bind(TAP, topic, str(partition))
        return int(channel.queue_declare(TAP, passive=True).method.message_count)


@contextmanager
def pouring(arm: Arm) -> Iterator[Pour]:
    with _channel(arm) as channel:
        channel.confirm_delivery()
        yield lambda poison: _send(channel, poison)


@contextmanager
def _channel(arm: Arm) -> Iterator[Any]:
    parameters = URLParameters(arm.bus_url)
    parameters.heartbeat = 0  # between two asks nobody would answer one
    parameters.blocked_connection_timeout = SENT_WITHIN_S
    try:
        connection = BlockingConnection(parameters)
        try:
            yield connection.channel()
        finally:
            connection.close()
    except AMQPError as error:
        raise NotSeen(f"the broker does not answer: {error!r}") from error


def _send(channel: Any, poison: Poison) -> None:
    partition = zlib.crc32(poison.token.encode()) % PARTITIONS
    properties = BasicProperties(delivery_mode=2, message_id=uuid.uuid4().hex)
    body = poison.text.encode()
    channel.basic_publish(poison.topic, str(partition), body, properties, mandatory=True)
