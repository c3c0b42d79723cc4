"""Messages as they are seen: how long they take, and their spans of an order's trace.

The trace context travels in the message itself, and so through the outbox. Compare with
`shared_domain/kernel/http/seen.py`.
"""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from time import perf_counter

from microservices.chassis.bus import Delivery, Record
from shared_domain.kernel.seeing.here import Here, at
from shared_domain.kernel.seeing.seeing import Seeing, unseen
from shared_domain.kernel.seeing.span import Attributes, Kind, Span, attributes_of
from shared_domain.kernel.seeing.tracing import entered
from shared_domain.messages.envelope import Envelope, MalformedMessage

log = logging.getLogger(__name__)
SAMPLED = re.compile(rb"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f][13579bdf]")
"""In a message of either form."""


@dataclass
class Handling:
    """One try at a message. `outcome` is handled, unless somebody says that it came `again`; it
    has `failed` if the try raises. `trace` is the id of the one being recorded, if one is."""

    outcome: str = "handled"
    trace: str = ""


class MessagesSeen:
    """Of one service, whose name is its feature's."""

    def __init__(self, feature: str, seeing: Seeing | None = None) -> None:
        seeing = seeing or unseen()
        self._feature = feature
        self._metrics = seeing.metrics
        self._tracing = seeing.tracing
        self.stored = self._metrics.stored
        self.dead_letter = self._metrics.dead_letter

    @contextmanager
    def handling(self, topic: str, envelope: Envelope) -> Iterator[Handling]:
        """The block is one try to handle the message."""
        handling, began = Handling(), perf_counter()
        name, order = f"process {topic}", _order_of(envelope)
        said: Attributes = {**_said(topic, envelope.type), "messaging.message.id": envelope.id}
        where = (Kind.CONSUMER, self._feature, envelope.traceparent, order, said)
        try:
            with entered(self._tracing, name, *where) as now:
                handling.trace = now.recorded
                yield handling
                if now.span:
                    log.info("%s %s", name, envelope.type)
        except BaseException:
            handling.outcome = "failed"
            raise
        finally:
            seconds = perf_counter() - began
            said_as = (handling.outcome, seconds, handling.trace)
            self._metrics.message(topic, envelope.type, *said_as)

    def about(self, delivery: Delivery) -> AbstractContextManager[object]:
        """What is logged within the block is about this message; read again for it, since few
        messages need it."""
        envelope = _read(delivery.payload)
        if envelope is None:
            return nullcontext()
        return at(Here(self._feature, envelope.traceparent, _order_of(envelope)))

    def ignored(self, topic: str, envelope: Envelope) -> None:
        """An event that interests nobody here."""
        self._metrics.message(topic, envelope.type, "ignored", 0.0)

    @contextmanager
    def publishing(self, records: Sequence[Record]) -> Iterator[None]:
        """The block publishes the records."""
        spans = list(self._begun(records)) if self._tracing.recording else []
        try:
            yield
        except BaseException as error:
            for span in spans:
                span.fail(type(error).__name__)
            raise
        else:
            for record in records:
                self._metrics.published(record.topic)
        finally:
            for span in reversed(spans):
                span.end()

    def lag(self, behind: Mapping[str, int]) -> None:
        """How many messages of each topic wait to be received."""
        for topic, messages in behind.items():
            self._metrics.lag(topic, messages)

    def _begun(self, records: Sequence[Record]) -> Iterator[Span]:
        """Two spans for each record of a sampled trace: since it was put into the outbox, and
        within it since it is sent."""
        for record in records:
            envelope = _read(record.payload) if SAMPLED.search(record.payload) else None
            if envelope is not None:
                yield from self._of_one(record.topic, envelope)

    def _of_one(self, topic: str, envelope: Envelope) -> Iterator[Span]:
        said = attributes_of(self._feature, _order_of(envelope), _said(topic, envelope.type))
        put_ns = int(envelope.occurred_at.timestamp() * 1_000_000) * 1000
        name = f"outbox publish {topic}"
        outer = self._tracing.begin(name, Kind.INTERNAL, envelope.traceparent, said, put_ns)
        if outer is not None:
            yield outer
            yield outer.child(f"send {topic}", Kind.PRODUCER, said)


def _read(payload: bytes) -> Envelope | None:
    """None of what is no message, such as a dead letter that is replayed as it was: the sending of
    others must not fail for it."""
    try:
        return Envelope.read(payload)
    except MalformedMessage:
        return None


def _said(topic: str, message: str) -> Attributes:
    return {"messaging.destination.name": topic, "cleave.message": message}


def _order_of(envelope: Envelope) -> str:
    return str(getattr(envelope.message, "order_id", ""))
