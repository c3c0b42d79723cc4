"""Tells customers how their orders ended, apart from the requests that place them.

An order needs no notification. The transaction that settles it only writes down that one is due; a
thread of each replica sends it, many in one transaction. So a notifications feature that fails,
hangs or is slow costs no order, and what a crash interrupts is told after it. Compare with
`microservices/chassis/relay.py` and `consumer.py`, which do the same from process to process.
"""

import logging
import threading
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from monolith import notification_jobs
from monolith.features import Features
from monolith.jobs_seen import JobsSeen
from monolith.notification_jobs import BATCH
from shared_domain.kernel.database import Database, Session
from shared_domain.kernel.down import DOWN
from shared_domain.kernel.retry import SWEEP_S, attempt
from shared_domain.kernel.seeing.here import traceparent_here
from shared_domain.kernel.seeing.seeing import Seeing, unseen
from shared_domain.kernel.seeing.waiting import Waiting
from shared_domain.messages.envelope import Envelope
from shared_domain.messages.events import OrderSettled
from shared_domain.orders.order import Order

log = logging.getLogger(__name__)
LINGER_S = 0.1  # for others to come along in the same transaction
PUT_OFF = timedelta(seconds=3)


class Notifier:
    """Nothing runs before `start`. `database` is for its thread alone, which has a connection of
    its own so that a flood of requests cannot starve it."""

    def __init__(
        self, database: Database, features: Features, seeing: Seeing | None = None
    ) -> None:
        self._database = database
        self._features = features
        self._jobs = JobsSeen(seeing or unseen())
        self.waiting = Waiting()
        self._has_put_off = False
        self._woken = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._run, name="notifier", daemon=True).start()

    def put(self, session: Session, order: Order) -> None:
        """Tell the customer of this settled order if and when the session commits."""
        assert order.settled_at is not None
        trace = traceparent_here(order.traceparent)
        ids = (order.order_id, order.order_id, order.customer_id, trace)
        notification_jobs.put(session, Envelope(*ids, order.settled_at, order.settled_event()))
        session.when_committed(self._wake)

    def notify_due(self) -> None:
        """Do every job that is due now. What fails is put off, and keeps nothing else waiting."""
        while self._notify_some() == BATCH:
            pass
        if not self._has_put_off:
            self.waiting.is_over()

    def _wake(self) -> None:
        self.waiting.begins()
        self._woken.set()

    def _run(self) -> None:
        while True:
            self._woken.wait(SWEEP_S)
            time.sleep(LINGER_S)
            self._woken.clear()
            attempt("notifier", self.notify_due)

    def _notify_some(self) -> int:
        with self._database.write() as session:
            taken = notification_jobs.take(session)
            failed = self._failed_of(session, taken) if taken else []
            if done := [job.job_id for job in taken if job.job_id not in failed]:
                notification_jobs.done(session, done)
            if failed:
                notification_jobs.put_off(session, failed, PUT_OFF)
        if taken:
            self._has_put_off = bool(failed)
        return len(taken)

    def _failed_of(self, session: Session, taken: Sequence[Any]) -> list[int]:
        """The jobs that could not be done. All are tried at once and, should that fail, each by
        itself."""
        try:
            with session.savepoint():
                for job in taken:
                    self._notify(session, job.payload)
        except DOWN:
            raise
        except Exception:
            if len(taken) > 1:
                return [failed for job in taken for failed in self._failed_of(session, [job])]
            with self._jobs.about(taken[0].payload):
                log.warning("job %s is put off", taken[0].job_id, exc_info=True)
            return [taken[0].job_id]
        return []

    def _notify(self, session: Session, payload: str) -> None:
        envelope = Envelope.from_json(payload)
        event = envelope.message
        assert isinstance(event, OrderSettled)
        with self._jobs.doing(envelope, event.order_id):
            self._features.notifications.tell(session, event)
