"""Who tells whom: each topic, with the services that send to it and those that read it.

Kafka keeps what is sent for readers that come later, and needs to know none of them. RabbitMQ
drops what no queue waits for, so a reader's queues are there before anything is sent; and where
services call each other the sender calls every reader. Those two look here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

Readers = Callable[[str], Sequence[str]]
"""Of a topic: the groups that read it."""
PARTITIONS: Final = 4
"""Of each topic: messages of one key go to one of them, and so keep their order."""


@dataclass(frozen=True)
class Topic:
    """`readers` are the groups that each get every message."""

    senders: tuple[str, ...]
    readers: tuple[str, ...]


TOPICS: Final[Mapping[str, Topic]] = MappingProxyType(
    {
        "inventory.commands": Topic(senders=("orders",), readers=("inventory",)),
        "payments.commands": Topic(senders=("orders",), readers=("payments",)),
        "orders.replies": Topic(senders=("inventory", "payments"), readers=("orders",)),
        "orders.events": Topic(senders=("orders",), readers=("notifications",)),
        "catalog.events": Topic(senders=("catalog",), readers=("orders", "recommendations")),
    }
)


def readers_of(topic: str) -> tuple[str, ...]:
    """Nobody reads a topic of dead letters: what lies there lies in a table, too."""
    known = TOPICS.get(topic)
    return known.readers if known else ()


def sent_by(service: str) -> tuple[str, ...]:
    """The topics that have readers."""
    return tuple(name for name, topic in TOPICS.items() if service in topic.senders)
