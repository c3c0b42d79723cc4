"""Publishes, and waits until RabbitMQ has confirmed all of it."""

import time
from collections.abc import Sequence
from functools import partial
from typing import Any, Final
from uuid import uuid4

from pika import BasicProperties
from pika.spec import Basic

from microservices.chassis.bus import PUBLISH_TIMEOUT_S, Record
from microservices.chassis.partitions import partition_of
from microservices.chassis.rabbitmq.line import OPEN_WITHIN_S, Line
from microservices.chassis.rabbitmq.queues import declare
from microservices.chassis.topics import Readers
from shared_domain.kernel.errors import Unavailable

KEPT: Final = 2  # AMQP's delivery mode of what outlives the broker


class RabbitPublisher:
    """`readers` tells which groups read a topic: what nobody has a queue for would be dropped. A
    line that is lost is opened anew, once a try; what was sent on it is sent again."""

    def __init__(self, url: str, replica: str, readers: Readers) -> None:
        self._url = url
        self._replica = replica
        self._readers = readers
        self._sending = self._open()

    def publish(self, records: Sequence[Record]) -> None:
        until = time.monotonic() + PUBLISH_TIMEOUT_S
        try:
            self._sending.publish(records, until)
        except Unavailable:
            if self._sending.line.is_open:
                raise
            self.close()
            self._sending = self._open()
            self._sending.publish(records, until)

    def close(self) -> None:
        self._sending.line.close()

    def _open(self) -> "Sending":
        return Sending(Line(self._url, self._replica), self._readers)


class Sending:
    """One line that confirms: what was sent on it and is not confirmed yet, by the numbers that
    both ends count."""

    def __init__(self, line: Line, readers: Readers) -> None:
        self.line = line
        self._readers = readers
        self._declared: set[str] = set()
        self._sent = 0
        self._open: set[int] = set()
        self._refused = False
        confirms: list[object] = []
        line.ask(lambda channel: channel.confirm_delivery(self._confirmed, confirms.append))
        line.ask(lambda channel: channel.add_on_return_callback(self._returned))
        if not line.until(lambda: bool(confirms), OPEN_WITHIN_S):
            line.close()
            raise Unavailable("RabbitMQ does not confirm what is published")

    def publish(self, records: Sequence[Record], until: float) -> None:
        self._refused = False
        for record in records:
            self._declare(record.topic, until)
            self.line.ask(partial(self._send, record))
        left_s = max(0.0, until - time.monotonic())
        if not self.line.until(lambda: not self._open, left_s):
            raise Unavailable("not known to be published: RabbitMQ did not confirm it in time")
        if self._refused:
            raise Unavailable("not published: RabbitMQ refused it")

    def _declare(self, topic: str, until: float) -> None:
        if topic not in self._declared:
            left_s = max(0.0, until - time.monotonic())
            declare(self.line, topic, self._readers(topic), left_s)
            self._declared.add(topic)

    def _send(self, record: Record, channel: Any) -> None:
        self._sent += 1
        self._open.add(self._sent)
        channel.basic_publish(
            record.topic,
            str(partition_of(record.key)),
            record.payload,
            BasicProperties(delivery_mode=KEPT, message_id=uuid4().hex),
            mandatory=bool(self._readers(record.topic)),
        )

    def _confirmed(self, frame: Any) -> None:
        told = frame.method
        tag = told.delivery_tag
        over = {each for each in self._open if each <= tag} if told.multiple else {tag}
        self._refused = self._refused or isinstance(told, Basic.Nack)
        self._open -= over

    def _returned(self, *_: Any) -> None:
        """No queue took it. RabbitMQ confirms it all the same, afterwards."""
        self._refused = True
