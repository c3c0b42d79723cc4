"""A message may come twice; its effect may not."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from microservices.chassis.tables import inbox


def first_time(session: Session, message_id: str) -> bool:
    """Remember the message with the session's transaction; False if it was handled before."""
    once = insert(inbox).values(message_id=message_id).on_conflict_do_nothing()
    return session.scalar(once.returning(inbox.c.message_id)) is not None
