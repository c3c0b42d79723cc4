"""Who may screen an order, and until when: the screening's statements.

A replica has a new order for LEASE. Once that is over, whoever sweeps first takes the order over.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ARRAY, DateTime, Integer, Text, any_, bindparam, select, update

from microservices.orders.tables import sagas
from shared_domain.kernel.database import Session
from shared_domain.kernel.statement import Statement
from shared_domain.messages.commands import ScreenRisk

LEASE = timedelta(seconds=5)
NOW = bindparam("now", type_=DateTime(timezone=True))
UNTIL = bindparam("until", type_=DateTime(timezone=True))
OVERDUE = (
    select(sagas.c.order_id)
    .where(sagas.c.awaiting == ScreenRisk.__name__, sagas.c.screening_until < NOW)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
    .cte("overdue")  # evaluated once, so that LIMIT holds
)
TAKE_OVER = Statement(
    update(sagas)
    .where(sagas.c.order_id.in_(select(OVERDUE.c.order_id)))
    .values(screening_until=UNTIL)
    .returning(sagas.c.order_id)
)
GIVE_UP = Statement(
    update(sagas)
    .where(
        sagas.c.order_id == any_(bindparam("orders", type_=ARRAY(Text))),
        sagas.c.awaiting == ScreenRisk.__name__,
    )
    .values(screening_until=NOW)
)


def take_over(session: Session, now: datetime, most: int) -> Sequence[str]:
    """Ids of unscreened orders whose lease is over, `most` of them: they have a new one.

    What another replica is taking over is left to it.
    """
    taken = session.all(TAKE_OVER, {"now": now, "until": now + LEASE, "most": most})
    return [row.order_id for row in taken]


def give_up(session: Session, order_ids: Sequence[str], now: datetime) -> None:
    """End the leases of those that are unscreened: others may take them over at once."""
    session.change(GIVE_UP, {"orders": list(order_ids), "now": now})
