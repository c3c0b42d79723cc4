"""How replicas of a group share queues that each have one active consumer.

The broker makes whoever came first active in all of them, and tells nobody that he is. Who received
something from a queue knows. So who is active in more than his share of a topic's queues leaves
those beyond it, and joins them again at the end of the line. Pure.
"""

from collections.abc import Iterable
from typing import Final

from microservices.chassis.topics import PARTITIONS

Place = tuple[str, int]
"""A topic and a partition."""
ALONE: Final = 1


def share(members: int) -> int:
    """How many queues of a topic one of so many may have: with three one of them may stand by, so
    that nobody has to know who else there is."""
    return -(-PARTITIONS // max(ALONE, members))


def surplus(active: Iterable[Place], members: int) -> list[Place]:
    """What one leaves to others: the last of each topic."""
    left: list[Place] = []
    kept: dict[str, int] = {}
    for topic, partition in sorted(active):
        kept[topic] = kept.get(topic, 0) + 1
        if kept[topic] > share(members):
            left.append((topic, partition))
    return left
