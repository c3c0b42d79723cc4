"""How far a consumer is behind, from what Kafka told it along with the messages."""

from collections.abc import Mapping, Sequence
from typing import Any

from kafka import KafkaConsumer
from kafka.errors import KafkaError


class Lag:
    """A partition of which nothing has been received yet counts as read: what waits there comes
    with the next look."""

    def __init__(self, topics: Sequence[str]) -> None:
        self._topics = topics
        self._next: dict[Any, int] = {}

    def received(self, batches: Mapping[Any, Sequence[Any]]) -> None:
        self._next |= {place: batch[-1].offset + 1 for place, batch in batches.items()}

    def behind(self, consumer: KafkaConsumer) -> Mapping[str, int]:
        """By topic. Asks nobody; for the thread that receives."""
        behind = dict.fromkeys(self._topics, 0)
        for place, following in list(self._next.items()):
            try:
                behind[place.topic] += max(0, (consumer.highwater(place) or 0) - following)
            except KafkaError:  # another replica reads it now, and goes on from there
                del self._next[place]
        return behind
