"""Jobs as they are seen, so that they read like messages. Compare with
`microservices/chassis/seen.py`."""

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from time import perf_counter

from shared_domain.kernel.database import Session
from shared_domain.kernel.seeing.here import Here, at
from shared_domain.kernel.seeing.seeing import Seeing
from shared_domain.kernel.seeing.span import Attributes, Kind
from shared_domain.kernel.seeing.tracing import entered
from shared_domain.messages.envelope import Envelope, MalformedMessage

log = logging.getLogger(__name__)
QUEUE = "notification_jobs"
NAME = f"process {QUEUE}"


class JobsSeen:
    def __init__(self, seeing: Seeing) -> None:
        self._metrics = seeing.metrics
        self._tracing = seeing.tracing
        self.dead_letter = self._metrics.dead_letter

    @contextmanager
    def doing(self, session: Session, envelope: Envelope, order: str) -> Iterator[None]:
        """The block is one try to do the job, which is handled once the session commits."""
        trace, began = "", perf_counter()
        said: Attributes = {
            "messaging.destination.name": QUEUE,
            "messaging.message.id": envelope.id,
            "cleave.message": envelope.type,
        }
        where = (Kind.CONSUMER, "notifications", envelope.traceparent, order, said)
        try:
            with entered(self._tracing, NAME, *where) as now:
                trace = now.recorded
                yield
                if now.span:
                    log.info("%s %s", NAME, envelope.type)
        except BaseException:
            seconds = perf_counter() - began
            self._metrics.message(QUEUE, envelope.type, "failed", seconds, trace)
            raise
        took_s = perf_counter() - began
        session.when_committed(
            lambda: self._metrics.message(QUEUE, envelope.type, "handled", took_s, trace)
        )

    def about(self, payload: str) -> AbstractContextManager[object]:
        """What is logged within the block is about this job."""
        try:
            envelope = Envelope.read(payload)
        except MalformedMessage:
            return nullcontext()
        return at(Here("notifications", envelope.traceparent, envelope.key))
