"""Receives from the queues of one group, and confirms what is done."""

import contextlib
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from microservices.chassis.bus import HUNG_AFTER_S, Delivery
from microservices.chassis.rabbitmq.line import OPEN_WITHIN_S, Line
from microservices.chassis.rabbitmq.queues import declare, members_of, queue_of
from microservices.chassis.rabbitmq.reading import Reading, Received
from microservices.chassis.rabbitmq.shares import Place, surplus
from microservices.chassis.topics import PARTITIONS, Readers
from shared_domain.kernel.errors import Unavailable

DECLARE_WITHIN_S: Final = 10.0
HEARTBEAT_S: Final = int(HUNG_AFTER_S // 3)
"""The broker gives up a line that was silent for two to three of these."""
LOOK_EVERY_S: Final = 1.0
MOST_RECORDS: Final = 10


class RabbitSubscription:
    """A line that is lost is opened anew, once a try: what was received and is not done comes
    again."""

    def __init__(
        self, url: str, group: str, replica: str, topics: Sequence[str], readers: Readers
    ) -> None:
        self._open_line = partial(Line, url, replica, HEARTBEAT_S)
        self._group = group
        self._topics = topics
        self._readers = readers
        self.assigned = False
        self._begin()

    @property
    def behind(self) -> Mapping[str, int]:
        here = Counter(received.delivery.topic for received in self._buffer)
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
        latest = {received.reading: received.tag for received in self._handed_out}
        self._handed_out.clear()
        for reading, tag in latest.items():
            with contextlib.suppress(Unavailable):  # it comes again, the inbox knows
                reading.done(tag)

    def close(self) -> None:
        self._line.close()

    def leave(self) -> None:
        """The broker hands its queues to the next in line."""
        self._line.close()

    def _begin(self) -> None:
        self.assigned = False
        self._line = self._open_line()
        self._buffer: deque[Received] = deque()
        self._handed_out: list[Received] = []
        self._readings: dict[Place, Reading] = {}
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
            self._join_all()
        if time.monotonic() >= self._look_at:
            self._look()
        self._line.until(lambda: bool(self._buffer), timeout_s)
        count = min(len(self._buffer), MOST_RECORDS)
        taken = [self._buffer.popleft() for _ in range(count)]
        self._handed_out += taken
        return [received.delivery for received in taken]

    def _join_all(self) -> None:
        """Becomes a member of the group, and the last in the line for each queue."""
        places = [(topic, each) for topic in self._topics for each in range(PARTITIONS)]
        members = members_of(self._group)
        self._look_for(places)
        self._line.ask(
            lambda channel: channel.queue_declare(members, durable=True, auto_delete=True)
        )
        self._line.ask(lambda channel: channel.basic_consume(members, _nothing_comes))
        for place in places:
            self._join(place)
        if not self._line.until(self._has_joined_all, OPEN_WITHIN_S):
            raise Unavailable("RabbitMQ lets nobody consume")
        self.assigned = True

    def _has_joined_all(self) -> bool:
        return all(reading.has_joined for reading in self._readings.values())

    def _join(self, place: Place) -> None:
        self._readings[place] = Reading(self._line, self._group, place, self._came)

    def _came(self, received: Received) -> None:
        self._buffer.append(received)
        self._ready[received.reading.place] -= 1

    def _look(self) -> None:
        """Leave what is more than this replica's share; then ask how many messages and replicas
        there are, which is known by the next look. Between batches, when all is done."""
        self._look_at = time.monotonic() + LOOK_EVERY_S
        active = [place for place, reading in self._readings.items() if reading.is_active]
        for place in surplus(active, self._members):
            self._hand_on(place)
        self._look_for(list(self._readings))
        members = members_of(self._group)
        self._line.ask(
            lambda channel: channel.queue_declare(members, passive=True, callback=self._met)
        )

    def _hand_on(self, place: Place) -> None:
        """To the next in line, with all of it that waits here; then wait at the line's end."""
        left = self._readings[place]
        left.end()
        self._buffer = deque(each for each in self._buffer if each.reading is not left)
        self._join(place)

    def _look_for(self, places: Sequence[Place]) -> None:
        for place in places:
            queue = queue_of(self._group, *place)
            self._line.ask(partial(_count, queue, partial(self._counted, place)))

    def _counted(self, place: Place, frame: Any) -> None:
        self._ready[place] = frame.method.message_count

    def _met(self, frame: Any) -> None:
        self._members = frame.method.consumer_count


def _count(queue: str, counted: Callable[[Any], None], channel: Any) -> None:
    channel.queue_declare(queue, passive=True, callback=counted)


def _nothing_comes(*_: Any) -> None:
    """Nobody sends anything to the members."""
