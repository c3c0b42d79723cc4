"""What was received and waits to be handled: the statement that puts it in.

`subscription.py` takes it out, on a connection of its own.
"""

from sqlalchemy import func, select

from microservices.chassis.tables import mailbox
from shared_domain.kernel.database import Session
from shared_domain.kernel.statement import Statement

CHANNEL = "mailbox"
MAIL, SHARES = "mail", "shares"
"""What is told on the channel: that a message came, or that a replica left."""
PUT = Statement(mailbox.insert(), ("topic", "partition", "payload"))
TELL = Statement(select(func.pg_notify(CHANNEL, MAIL)))


def put(session: Session, topic: str, partition: int, payload: bytes) -> None:
    """With the session's transaction; then whoever has the partition is woken."""
    session.change(PUT, {"topic": topic, "partition": partition, "payload": payload})
    session.first(TELL, {})
