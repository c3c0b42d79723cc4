"""Tell a customer how an order ended."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select

from shared_domain.kernel.clock import Now
from shared_domain.kernel.database import Session
from shared_domain.kernel.statement import Statement
from shared_domain.messages.events import OrderSettled
from shared_domain.notifications.tables import notifications

TEXTS = {
    "CONFIRMED": "Your order over {total} is confirmed.",
    "REJECTED": "Your order over {total} was rejected: {reason}.",
}

TELL = Statement(notifications.insert())
NEWEST = Statement(
    select(notifications)
    .where(notifications.c.customer_id == bindparam("customer"))
    .order_by(notifications.c.sent_at.desc(), notifications.c.order_id)
    .limit(bindparam("limit"))
)


class Notifications:
    """The notifications' public operations."""

    def __init__(self, now: Now) -> None:
        self._now = now

    def tell(self, session: Session, event: OrderSettled) -> None:
        """Record the notification for a settled order. A second one for the same order violates the
        primary key: whoever calls sees to it that an event is handled once."""
        row = {
            "order_id": event.order_id,
            "customer_id": event.customer_id,
            "status": event.status,
            "text": text_for(event),
            "sent_at": self._now(),
        }
        session.change(TELL, row)

    def sent_to(self, session: Session, customer_id: str, limit: int) -> Sequence[dict[str, Any]]:
        """The customer's newest notifications, newest first."""
        found = session.all(NEWEST, {"customer": customer_id, "limit": limit})
        return [
            {
                "order_id": row.order_id,
                "status": row.status,
                "text": row.text,
                "sent_at": row.sent_at.isoformat(),
            }
            for row in found
        ]


def text_for(event: OrderSettled) -> str:
    total = f"{event.total_cents // 100}.{event.total_cents % 100:02d}"
    reason = (event.reason or "").replace("_", " ")
    return TEXTS[event.status].format(total=total, reason=reason)
