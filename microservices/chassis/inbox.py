"""A message may come twice; its effect may not."""

from sqlalchemy.dialects.postgresql import insert

from microservices.chassis.tables import inbox
from shared_domain.kernel.database import Session
from shared_domain.kernel.statement import Statement

REMEMBER = Statement(insert(inbox).on_conflict_do_nothing(), ("message_id",))


def first_time(session: Session, message_id: str) -> bool:
    """Remember the message with the session's transaction; False if it was handled before."""
    return session.change(REMEMBER, {"message_id": message_id}) == 1
