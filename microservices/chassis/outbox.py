"""Messages are stored with the change they tell of, in one transaction; the relay sends them."""

from collections.abc import Callable
from dataclasses import dataclass

from microservices.chassis.bus import Record
from microservices.chassis.tables import outbox
from shared_domain.kernel.clock import NewId, Now
from shared_domain.kernel.database import Session
from shared_domain.kernel.seeing.here import traceparent_here
from shared_domain.kernel.statement import Statement
from shared_domain.messages.envelope import Envelope, Message
from shared_domain.messages.forms import JSON, Form

PUT = Statement(outbox.insert().returning(outbox.c.position), ("topic", "key", "payload"))


@dataclass(frozen=True)
class Stored:
    """A message that is committed, and its place in the outbox."""

    position: int
    record: Record


class Outbox:
    """`hand_over` gets each message once its transaction is committed, so that it can be sent at
    once. Should it be lost there, it still stands in the table, in the `form` in which it goes."""

    def __init__(
        self, now: Now, new_id: NewId, hand_over: Callable[[Stored], None], form: Form = JSON
    ) -> None:
        self._now = now
        self._new_id = new_id
        self._hand_over = hand_over
        self._form = form

    def put(
        self, session: Session, topic: str, message: Message, key: str, customer: str, trace: str
    ) -> None:
        """Store `message` to be sent to `topic` if and when the session commits. Whoever handles it
        goes on with the span that is recorded here or, where none is, with `trace`."""
        trace = traceparent_here(trace)
        envelope = Envelope(self._new_id(), key, customer, trace, self._now(), message)
        self.put_raw(session, topic, key, envelope.to_bytes(self._form))

    def put_raw(self, session: Session, topic: str, key: str, payload: bytes) -> None:
        position = session.value(PUT, {"topic": topic, "key": key, "payload": payload})
        stored = Stored(position, Record(topic, key, payload))
        session.when_committed(lambda: self._hand_over(stored))
