"""What of the outbox is unsent: a relay's statements."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    DateTime,
    Integer,
    Interval,
    Text,
    any_,
    bindparam,
    column,
    exists,
    func,
    select,
    update,
)

from microservices.chassis.lane import WHOLE, Lane
from microservices.chassis.tables import outbox
from shared_domain.kernel.database import Session
from shared_domain.kernel.statement import Statement

IN_LANE = outbox.c.topic == any_(bindparam("topics", type_=ARRAY(Text)))
UNSENT = (
    select(outbox.c.position)
    .where(
        outbox.c.sent_at.is_(None),
        outbox.c.created_at <= func.now() - bindparam("age", type_=Interval),
        IN_LANE.is_distinct_from(bindparam("others", type_=Boolean)),
    )
    .order_by(outbox.c.position)
    .limit(bindparam("most", type_=Integer))
)
IS_ANY = Statement(select(exists(UNSENT)))
LOCKED = UNSENT.with_for_update(skip_locked=True).cte("locked")  # evaluated once, so LIMIT holds
TAKE = Statement(
    update(outbox)
    .where(outbox.c.position.in_(select(LOCKED.c.position)))
    .values(sent_at=func.now())
    .returning(outbox.c.position, outbox.c.topic, outbox.c.key, outbox.c.payload)
)
SENT = (
    func.unnest(
        bindparam("positions", type_=ARRAY(BigInteger)),
        bindparam("times", type_=ARRAY(DateTime(timezone=True))),
    )
    .table_valued(column("position", BigInteger), column("at", DateTime(timezone=True)))
    .render_derived("sent")
)
MARK = Statement(
    update(outbox).where(outbox.c.position == SENT.c.position).values(sent_at=SENT.c.at)
)


def is_any(session: Session, age: timedelta, lane: Lane = WHOLE) -> bool:
    """Whether something of the lane that was stored at least `age` ago is unsent."""
    return session.value(IS_ANY, _values(age, lane)) is True


def take(session: Session, age: timedelta, lane: Lane = WHOLE) -> Sequence[Any]:
    """The oldest of what is unsent for so long, a batch of the lane, marked as sent with the
    transaction.

    What another replica is taking is left to it.
    """
    return sorted(session.all(TAKE, _values(age, lane)))


def mark(session: Session, sent: Sequence[tuple[int, datetime]]) -> None:
    """Note positions that were sent, and when."""
    positions, times = zip(*sent, strict=True)
    session.change(MARK, {"positions": list(positions), "times": list(times)})


def _values(age: timedelta, lane: Lane) -> dict[str, Any]:
    topics = list(lane.topics)
    return {"age": age, "topics": topics, "others": lane.others, "most": lane.batch}
