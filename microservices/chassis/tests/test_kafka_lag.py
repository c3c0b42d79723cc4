"""How far a consumer is behind, from what Kafka told it along with the messages."""

from types import SimpleNamespace
from typing import Any

from kafka import TopicPartition
from kafka.errors import IllegalStateError

from microservices.chassis.kafka_lag import Lag

TOPIC, OTHER = "orders.replies", "catalog.events"
PLACE = TopicPartition(TOPIC, 0)


class Consumer:
    """Knows how far its partitions reach, and of no other."""

    def __init__(self, reach: dict[Any, int]) -> None:
        self.reach = reach

    def highwater(self, place: Any) -> int:
        if place not in self.reach:
            raise IllegalStateError("Partition is not assigned")
        return self.reach[place]


def lag_after(offset: int) -> Lag:
    lag = Lag([TOPIC, OTHER])
    lag.received({PLACE: [SimpleNamespace(offset=offset)]})
    return lag


def test_what_was_not_received_yet_is_behind() -> None:
    assert lag_after(9).behind(Consumer({PLACE: 30})) == {TOPIC: 20, OTHER: 0}


def test_what_another_replica_has_read_meanwhile_is_not_behind_when_it_comes_back() -> None:
    lag, consumer = lag_after(9), Consumer({})
    assert lag.behind(consumer) == {TOPIC: 0, OTHER: 0}
    consumer.reach = {PLACE: 100}
    assert lag.behind(consumer) == {TOPIC: 0, OTHER: 0}
