"""Messages are stored with the change they tell of, in one transaction; the relay sends them."""

from collections.abc import Callable

from sqlalchemy import event
from sqlalchemy.orm import Session

from microservices.chassis.tables import outbox
from shared_domain.kernel.clock import NewId, Now
from shared_domain.messages.envelope import Envelope, Message

PENDING = "outbox has new rows"
PUT = outbox.insert().inline()


class Outbox:
    """`wake` is called after each commit that stored a message."""

    def __init__(self, now: Now, new_id: NewId, wake: Callable[[], None]) -> None:
        self._now = now
        self._new_id = new_id
        self._wake = wake

    def put(
        self, session: Session, topic: str, message: Message, key: str, customer: str, trace: str
    ) -> None:
        """Store `message` to be sent to `topic` if and when the session commits.

        Not inside a savepoint: its release would use up the wake, and the message wait for a sweep.
        """
        envelope = Envelope(self._new_id(), key, customer, trace, self._now(), message)
        self.put_raw(session, topic, key, envelope.to_json())

    def put_raw(self, session: Session, topic: str, key: str, payload: str) -> None:
        session.execute(PUT, {"topic": topic, "key": key, "payload": payload})
        if PENDING not in session.info:
            session.info[PENDING] = True
            event.listen(session, "after_commit", lambda _: self._wake(), once=True)
