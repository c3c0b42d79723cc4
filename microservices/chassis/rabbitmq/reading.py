"""One queue as one replica reads it, on a channel of its own."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from microservices.chassis.bus import Delivery
from microservices.chassis.rabbitmq.line import Line
from microservices.chassis.rabbitmq.queues import queue_of
from microservices.chassis.rabbitmq.shares import Place

UNDONE: Final = 100
"""So many of a queue's messages are sent before the first of them is done."""


@dataclass(frozen=True)
class Received:
    """`tag` is the number by which the channel of the reading knows it."""

    reading: "Reading"
    tag: int
    delivery: Delivery


class Reading:
    """Last in the line for the queue at first. `came` gets each message.

    It ends with its channel: then the broker takes back what is not done, in the moment in which
    the next in line becomes active, who so begins with it. Of a consumer that is cancelled it takes
    nothing back, and the next begins with what comes after.
    """

    def __init__(
        self, line: Line, group: str, place: Place, came: Callable[[Received], None]
    ) -> None:
        self.place = place
        self.has_joined = False
        self.is_active = False
        """Whether something came: the broker tells it in no other way."""
        self._line = line
        self._queue = queue_of(group, *place)
        self._came = came
        self._is_over = False
        self._channel: Any = None
        line.open_channel(self._opened)

    def done(self, tag: int) -> None:
        """So is all that came before. Raises Unavailable."""
        self._line.ask(lambda _: self._channel.basic_ack(tag, multiple=True))

    def end(self) -> None:
        """What comes while the broker does not know it yet comes to nobody here. Raises
        Unavailable."""
        self._is_over = True
        self._line.ask(lambda _: self._channel.close())

    def _opened(self, channel: Any) -> None:
        channel.basic_cancel = _not_before_the_end
        channel.basic_qos(prefetch_count=UNDONE)
        channel.basic_consume(self._queue, self._deliver, callback=self._joined)
        self._channel = channel

    def _joined(self, _: Any) -> None:
        self.has_joined = True

    def _deliver(self, _: Any, told: Any, properties: Any, body: bytes) -> None:
        if self._is_over:
            return
        self.is_active = True
        topic, partition = self.place
        name = properties.message_id or hashlib.sha256(body).hexdigest()
        delivery = Delivery(topic, f"{topic}:{partition}:{name}", body)
        self._came(Received(self, told.delivery_tag, delivery))


def _not_before_the_end(**_: object) -> None:
    """Pika cancels the consumers of a channel before it closes it, also when it closes them all."""
