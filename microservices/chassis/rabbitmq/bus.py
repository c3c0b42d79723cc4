"""The bus over RabbitMQ: see the package's own words."""

from collections.abc import Sequence

from microservices.chassis.rabbitmq.publisher import RabbitPublisher
from microservices.chassis.rabbitmq.subscription import RabbitSubscription
from microservices.chassis.topics import Readers, readers_of


class RabbitBus:
    """`group` shares the work between replicas; `replica` is a name for people."""

    def __init__(self, url: str, group: str, replica: str, readers: Readers = readers_of) -> None:
        self._url = url
        self._group = group
        self._replica = replica
        self._readers = readers

    def publisher(self) -> RabbitPublisher:
        return RabbitPublisher(self._url, self._replica, self._readers)

    def subscribe(self, topics: Sequence[str]) -> RabbitSubscription:
        return RabbitSubscription(self._url, self._group, self._replica, topics, self._readers)
