"""Receives from the queues of one group, and confirms what is done."""

import contextlib
import hashlib
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from microservices.chassis.bus import Delivery
from microservices.chassis.rabbitmq.line import OPEN_WITHIN_S, Line
from microservices.chassis.rabbitmq.queues import declare, members_of, queue_of
from microservices.chassis.rabbitmq.shares import Place, surplus
from microservices.chassis.topics import PARTITIONS, Readers
from shared_domain.kernel.errors import Unavailable

DECLARE_WITHIN_S: Final = 10.0
SILENT_S: Final = 15  # a replica hung in a handler for longer is given up: its share goes to others
LOOK_EVERY_S: Final = 1.0
MOST_RECORDS: Final = 10
UNDONE: Final = 100
"""So many of a partition are sent before the first of them is done."""


class RabbitSubscription:
    """A line that is lost is opened anew, once a try: what was received and is not done comes
    again."""

    def __init__(
        self, url: str, group: str, replica: str, topics: Sequence[str], readers: Readers
    ) -> None:
        self._open_line = partial(Line, url, replica, SILENT_S)
        self._group = group
        self._topics = topics
        self._readers = readers
        self.assigned = False
        self._handed_out = 0
        self._begin()

    @property
    def behind(self) -> Mapping[str, int]:
        here = Counter(delivery.topic for _, delivery in self._buffer)
        return {
            topic: here[topic] + max(0, sum(self._ready[topic, each] for each in range(PARTITIONS)))
            for topic in self._topics
        }

    def receive(self, timeout_s: float) -> list[Delivery]:
        try:
            return self._receive(timeout_s)
        except Unavailable:
            if self._line.is_open:
                raise
        self._line.close()
        self._begin()
        return self._receive(timeout_s)

    def done(self) -> None:
        if self._handed_out:
            tag = self._handed_out
            with contextlib.suppress(Unavailable):  # it comes again, the inbox knows
                self._line.ask(lambda channel: channel.basic_ack(tag, multiple=True))
        self._handed_out = 0

    def close(self) -> None:
        self._line.close()

    def leave(self) -> None:
        """The broker hands its queues to the next in line."""
        self._line.close()

    def _begin(self) -> None:
        self.assigned = False
        self._line = self._open_line()
        self._buffer: deque[tuple[int, Delivery]] = deque()
        self._handed_out = 0
        self._active: dict[Place, str] = {}
        self._tags: dict[Place, str] = {}
        self._ready: Counter[Place] = Counter()
        self._members = 0
        self._look_at = 0.0
        try:
            for topic in self._topics:
                declare(self._line, topic, self._readers(topic), DECLARE_WITHIN_S)
        except Unavailable:
            self._line.close()
            raise

    def _receive(self, timeout_s: float) -> list[Delivery]:
        if not self.assigned:
            self._consume_all()
        if time.monotonic() >= self._look_at:
            self._look()
        self._line.until(lambda: bool(self._buffer), timeout_s)
        count = min(len(self._buffer), MOST_RECORDS)
        taken = [self._buffer.popleft() for _ in range(count)]
        if taken:
            self._handed_out = taken[-1][0]
        return [delivery for _, delivery in taken]

    def _consume_all(self) -> None:
        """Becomes a member of the group, and the last in the line for each queue."""
        waiting = {(topic, each) for topic in self._topics for each in range(PARTITIONS)}
        members = members_of(self._group)
        self._line.ask(lambda channel: channel.basic_qos(prefetch_count=UNDONE))
        self._look_for(sorted(waiting))
        self._line.ask(
            lambda channel: channel.queue_declare(members, durable=True, auto_delete=True)
        )
        self._line.ask(lambda channel: channel.basic_consume(members, _nothing_comes))
        for place in sorted(waiting):
            self._consume(place, partial(_discard, waiting, place))
        if not self._line.until(lambda: not waiting, OPEN_WITHIN_S):
            raise Unavailable("RabbitMQ lets nobody consume")
        self.assigned = True

    def _consume(self, place: Place, then: Callable[[Any], object]) -> None:
        queue, came = queue_of(self._group, *place), partial(self._came, place)

        def ask(channel: Any) -> None:
            self._tags[place] = channel.basic_consume(queue, came, callback=then)

        self._line.ask(ask)

    def _came(self, place: Place, _: Any, told: Any, properties: Any, body: bytes) -> None:
        topic, partition = place
        name = properties.message_id or hashlib.sha256(body).hexdigest()
        self._buffer.append(
            (told.delivery_tag, Delivery(topic, f"{topic}:{partition}:{name}", body))
        )
        self._active[place] = self._tags[place]
        self._ready[place] -= 1

    def _look(self) -> None:
        """Leave what is more than this replica's share; then ask how many messages and replicas
        there are, which is known by the next look. Between batches, when all is done."""
        self._look_at = time.monotonic() + LOOK_EVERY_S
        for place in surplus(self._active, self._members):
            tag = self._active.pop(place)
            self._line.ask(partial(_cancel, tag))
            self._consume(place, _done)
        self._look_for(sorted(self._tags))
        members = members_of(self._group)
        self._line.ask(
            lambda channel: channel.queue_declare(members, passive=True, callback=self._met)
        )

    def _look_for(self, places: Sequence[Place]) -> None:
        for place in places:
            queue = queue_of(self._group, *place)
            self._line.ask(partial(_count, queue, partial(self._counted, place)))

    def _counted(self, place: Place, frame: Any) -> None:
        self._ready[place] = frame.method.message_count

    def _met(self, frame: Any) -> None:
        self._members = frame.method.consumer_count


def _discard(waiting: set[Place], place: Place, _: Any) -> None:
    waiting.discard(place)


def _cancel(tag: str, channel: Any) -> None:
    channel.basic_cancel(tag, _done)


def _count(queue: str, counted: Callable[[Any], None], channel: Any) -> None:
    channel.queue_declare(queue, passive=True, callback=counted)


def _nothing_comes(*_: Any) -> None:
    """Nobody sends anything to the members."""


def _done(_: Any) -> None:
    """With an answer nothing is lost on the way."""
