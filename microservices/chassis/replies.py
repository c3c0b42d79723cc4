"""How a participant answers the orders service, in the transaction that did the work."""

from microservices.chassis.outbox import Outbox
from shared_domain.kernel.database import Session
from shared_domain.messages.envelope import Envelope, Header
from shared_domain.messages.replies import Reply

REPLIES = "orders.replies"


def put_reply(session: Session, outbox: Outbox, command: Envelope | Header, reply: Reply) -> None:
    """Store `reply` to `command`, to be sent once the session commits."""
    outbox.put(
        session,
        REPLIES,
        reply,
        key=command.key,
        customer=command.customer_id,
        trace=command.traceparent,
    )
