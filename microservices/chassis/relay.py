"""Sends what the outbox holds.

A committed message is handed over in memory and published at once; the table is told a little
later, of many at a time. Whatever is lost on that way (by a crash, or a broker that is down) still
stands in the table as unsent, and is found there. So a message may be sent twice, which the inbox
notices, and is never not sent at all.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from microservices.chassis import unsent
from microservices.chassis.bus import Bus, Publisher, Record
from microservices.chassis.lane import WHOLE, Lane
from microservices.chassis.outbox import Stored
from microservices.chassis.seen import MessagesSeen
from microservices.chassis.worker import Worker
from shared_domain.kernel.clock import Now, utc_now
from shared_domain.kernel.database import Database
from shared_domain.kernel.retry import SWEEP_S, attempt
from shared_domain.kernel.seeing.waiting import Waiting

NO_AGE = timedelta()
STALE_AFTER = timedelta(seconds=3)  # a younger message may be on its way from another replica


class Relay(Worker):
    """Of the messages of one lane. Told to stop, it sends what has been handed over, then ends."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        seen: MessagesSeen | None = None,
        now: Now = utc_now,
        lane: Lane = WHOLE,
    ) -> None:
        super().__init__({"relay": self._run})
        self._database = database
        self._bus = bus
        self._seen = seen or MessagesSeen("unknown")
        self._now = now
        self.lane = lane
        self._publisher: Publisher | None = None
        self._handed_over: deque[Stored] = deque()
        self._unmarked: list[tuple[int, datetime]] = []
        self._catching_up = True  # an earlier life may have left something
        self.waiting = Waiting()
        self.waiting.begins()
        self._woken = threading.Event()

    def stop(self) -> None:
        super().stop()
        self._woken.set()

    def hand_over(self, stored: Stored) -> None:
        """Send it soon. Called by whoever committed it."""
        self._seen.stored(stored.record.topic)
        self._handed_over.append(stored)
        self.waiting.begins()
        self._woken.set()

    def _run(self) -> None:
        sweep_at = time.monotonic()
        while not self._stopping.is_set():
            self._woken.wait(max(0.0, sweep_at - time.monotonic()))
            self._woken.clear()
            is_time = time.monotonic() >= sweep_at
            if is_time:
                sweep_at = time.monotonic() + SWEEP_S
            self._try(self._send_and_sweep if is_time else self.send_handed_over)
        self._try(self._send_and_mark)
        self._forget_publisher()

    def _try(self, work: Callable[[], None]) -> None:
        if not attempt("relay", work):
            self.fall_behind()

    def _send_and_sweep(self) -> None:
        self._send_and_mark()
        self.sweep()

    def _send_and_mark(self) -> None:
        self.send_handed_over()
        self.mark()

    def send_handed_over(self) -> None:
        """Publish what was handed over. While something older waits in the table, that waits too,
        to be found there in its order."""
        if self._catching_up:
            self._handed_over.clear()
        while self._handed_over:
            batch = [self._handed_over.popleft() for _ in range(self._at_hand())]
            records = [stored.record for stored in batch]
            with self._seen.publishing(records):
                self._open().publish(records)
            now = self._now()
            self._unmarked += [(stored.position, now) for stored in batch]
            if len(self._unmarked) >= self.lane.batch:
                self.mark()
        if not self._catching_up:
            self.waiting.is_over()

    def _at_hand(self) -> int:
        """How many of those handed over go out together."""
        return min(len(self._handed_over), self.lane.batch)

    def mark(self) -> None:
        """Note in the table what was sent, and when."""
        if self._unmarked:
            with self._database.write() as session:
                unsent.mark(session, self._unmarked)
            self._unmarked.clear()

    def sweep(self) -> None:
        """Publish what was left behind in the table."""
        age = NO_AGE if self._catching_up else STALE_AFTER
        self._open()
        with self._database.read() as session:
            is_any = unsent.is_any(session, age, self.lane)
        while is_any and self.send_batch(age) == self.lane.batch:
            pass
        self._catching_up = False
        self.waiting.is_over()

    def send_batch(self, age: timedelta = NO_AGE) -> int:
        """Publish the oldest unsent messages and mark them sent; returns how many.

        The transaction stays open meanwhile, some seconds at most: its row locks are what keeps
        another replica, which catches up at the same time, from sending the same. If publishing
        fails the mark is rolled back with it. If the process dies in between, the messages are sent
        again.
        """
        publisher = self._open()
        with self._database.write() as session:
            taken = unsent.take(session, age, self.lane)
            if taken:
                records = [Record(row.topic, row.key, row.payload) for row in taken]
                with self._seen.publishing(records):
                    publisher.publish(records)
        return len(taken)

    def _open(self) -> Publisher:
        if self._publisher is None:
            self._publisher = self._bus.publisher()
        return self._publisher

    def fall_behind(self) -> None:
        """From now on the table tells what is unsent, until a sweep has emptied it."""
        self._catching_up = True
        self.waiting.begins()
        self._forget_publisher()

    def _forget_publisher(self) -> None:
        publisher, self._publisher = self._publisher, None
        if publisher is not None:
            publisher.close()
