"""Sends what stands in the outbox: woken at each commit, sweeping once a second."""

import logging
import threading

from sqlalchemy import func, select, update

from microservices.chassis.bus import Bus, Publisher, Record
from microservices.chassis.down import DOWN
from microservices.chassis.tables import outbox
from shared_domain.kernel.database import Database

log = logging.getLogger(__name__)
SWEEP_S = 1.0
BATCH = 200
# Marked before they are published, in one statement; committed only after.
UNSENT = (
    select(outbox.c.position)
    .where(outbox.c.sent_at.is_(None))
    .order_by(outbox.c.position)
    .limit(BATCH)
    .with_for_update(skip_locked=True)
    .cte("unsent")  # evaluated once, so that LIMIT holds
)
TAKE = (
    update(outbox)
    .where(outbox.c.position.in_(select(UNSENT.c.position)))
    .values(sent_at=func.now())
    .returning(outbox.c.position, outbox.c.topic, outbox.c.key, outbox.c.payload)
)


class Relay:
    def __init__(self, database: Database, bus: Bus) -> None:
        self._database = database
        self._bus = bus
        self._publisher: Publisher | None = None
        self._woken = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._run, name="relay", daemon=True).start()

    def wake(self) -> None:
        self._woken.set()

    def _run(self) -> None:
        while True:
            self._woken.wait(SWEEP_S)
            self._woken.clear()
            try:
                while self.send_batch() == BATCH:
                    pass
            except DOWN as error:
                log.warning("relay will try again: %s", error)
                self._forget_publisher()
            except Exception:
                log.exception("relay will try again")
                self._forget_publisher()

    def send_batch(self) -> int:
        """Publish the oldest unsent messages and mark them sent; returns how many.

        If publishing fails the mark is rolled back with it. If the process dies in between, the
        messages are sent again: the inbox sees to that.
        """
        if self._publisher is None:
            self._publisher = self._bus.publisher()
        with self._database.write() as session:
            taken = sorted(session.execute(TAKE).all())
            if taken:
                self._publisher.publish([Record(row.topic, row.key, row.payload) for row in taken])
        return len(taken)

    def _forget_publisher(self) -> None:
        publisher, self._publisher = self._publisher, None
        if publisher is not None:
            publisher.close()
