"""What the bus contract is held over: the bus in memory, a real Kafka, a real RabbitMQ, and
services that call each other."""

import itertools
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import Any, Final, Protocol
from uuid import uuid4

from experiments.testing.kafka import Broker
from experiments.testing.rabbitmq import RabbitBroker
from experiments.testing.waiting import wait_until
from experiments.topology import PARTITIONS
from microservices.chassis.bus import Bus
from microservices.chassis.kafka_bus import KafkaBus
from microservices.chassis.rabbitmq.bus import RabbitBus
from microservices.chassis.rabbitmq.line import Line
from microservices.chassis.rabbitmq.queues import declare, queue_of
from microservices.chassis.tests.mailboxes import GROUPS
from microservices.chassis.tests.memory_bus import MemoryBroker
from shared_domain.kernel.errors import Unavailable

REAL: Final = ("kafka", "rabbitmq", "rest")
WITHIN_S: Final = 30.0
SENT_AHEAD: Final = 20  # of messages that are not done, where that can be told


class Installation(Protocol):
    """A broker that can be switched off and on."""

    def new_topic(self) -> str: ...
    def open(self, group: str, replica: str) -> Bus: ...
    def stop(self) -> None: ...
    def start(self) -> None: ...


class InMemory:
    def __init__(self) -> None:
        self._broker = MemoryBroker()
        self._numbers = itertools.count(1)

    def new_topic(self) -> str:
        return f"topic-{next(self._numbers)}"

    def open(self, group: str, replica: str) -> Bus:
        return self._broker.open(group, replica)

    def stop(self) -> None:
        self._broker.down = True

    def start(self) -> None:
        self._broker.down = False


class OverKafka:
    def __init__(self, broker: Broker) -> None:
        self._broker = broker
        self.new_topic = broker.new_topic
        self.stop = broker.stop
        self.start = broker.start

    def open(self, group: str, replica: str) -> Bus:
        return KafkaBus(self._broker.servers, group, replica)


class OverRabbitMq:
    """The readers of a topic are declared before anything is sent to it."""

    def __init__(self, broker: RabbitBroker) -> None:
        self._broker = broker
        self._topics: list[str] = []
        self.stop = broker.stop

    def new_topic(self) -> str:
        self._topics.append(f"topic-{uuid4().hex[:8]}")
        self._declare()
        return self._topics[-1]

    def open(self, group: str, replica: str) -> Bus:
        return RabbitBus(self._broker.url, group, replica, self._readers)

    def start(self) -> None:
        """It is back once each queue has its leader again, a little after it answers."""
        self._broker.start()
        wait_until(self._is_there, WITHIN_S)

    def close(self) -> None:
        gone: list[object] = []
        with closing(Line(self._broker.url, "test")) as line:
            for topic, number in itertools.product(self._topics, range(PARTITIONS)):
                for queue in (queue_of(group, topic, number) for group in self._readers(topic)):
                    line.ask(partial(_delete, queue, gone.append))
            queues = len(self._topics) * len(GROUPS) * PARTITIONS
            assert line.until(lambda: len(gone) == queues, WITHIN_S)

    def _readers(self, topic: str) -> list[str]:
        return [f"{group}-of-{topic}" for group in GROUPS]

    def _is_there(self) -> bool:
        try:
            self._declare()
        except Unavailable:
            return False
        return True

    def _declare(self) -> None:
        with closing(Line(self._broker.url, "test")) as line:
            for topic in self._topics:
                declare(line, topic, self._readers(topic), WITHIN_S)


def _delete(queue: str, then: Callable[[object], None], channel: Any) -> None:
    channel.queue_delete(queue, callback=then)
