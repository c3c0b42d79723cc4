"""The exchange of a topic and the queues of its readers, declared by whoever comes first."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from microservices.chassis.rabbitmq.line import Line
from microservices.chassis.topics import PARTITIONS
from shared_domain.kernel.errors import Unavailable

NEVER: Final = 1_000_000_000
OF_A_PARTITION: Final[Mapping[str, Any]] = MappingProxyType(
    {"x-queue-type": "quorum", "x-single-active-consumer": True, "x-delivery-limit": NEVER}
)
"""Since its version 4 RabbitMQ drops what it has delivered 20 times. What a poison is, is ours to
judge (`consumer.py`), so it is told a number that is never reached: versions before 4 refuse -1."""


def queue_of(group: str, topic: str, partition: int) -> str:
    return f"{group}/{topic}/{partition}"


def members_of(group: str) -> str:
    """A queue that never holds anything: who consumes it is a replica of the group."""
    return f"{group}/members"


def declare(line: Line, topic: str, readers: Sequence[str], within_s: float) -> None:
    """Returns when all of it is there; harmless where it was before. Raises Unavailable."""
    answered: list[object] = []

    def ask(channel: Any) -> None:
        channel.exchange_declare(topic, "direct", durable=True)
        for group in readers:
            for partition in range(PARTITIONS):
                queue = queue_of(group, topic, partition)
                channel.queue_declare(queue, durable=True, arguments=dict(OF_A_PARTITION))
                channel.queue_bind(queue, topic, str(partition))
        channel.exchange_declare(topic, "direct", durable=True, callback=answered.append)

    line.ask(ask)
    if not line.until(lambda: bool(answered), within_s):
        raise Unavailable(f"RabbitMQ did not make {topic} in time")
