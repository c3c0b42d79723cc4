"""What customers are still to be told: a queue in the monolith's own database, and its statements.

Compare with `microservices/chassis/tables.py` and `unsent.py`. The row goes with the transaction
that does the job, so it needs no inbox.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    DateTime,
    Integer,
    Interval,
    MetaData,
    Table,
    Text,
    bindparam,
    delete,
    func,
    select,
    update,
)

from shared_domain.kernel.database import Session
from shared_domain.kernel.statement import Statement

metadata = MetaData()
jobs = Table(
    "notification_jobs",
    metadata,
    Column("job_id", BigInteger, primary_key=True),
    Column("payload", Text, nullable=False),
    Column("due_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("tries", Integer, nullable=False, server_default="0"),  # that failed
)

BATCH = 50
OF_THESE = jobs.c.job_id == func.any(bindparam("ids", type_=ARRAY(BigInteger)))
PUT = Statement(jobs.insert(), ("payload",))
TAKE = Statement(
    select(jobs.c.job_id, jobs.c.payload, jobs.c.tries)
    .where(jobs.c.due_at <= func.now())
    .order_by(jobs.c.job_id)
    .limit(BATCH)
    .with_for_update(skip_locked=True)
)
DONE = Statement(delete(jobs).where(OF_THESE))
PUT_OFF = Statement(
    update(jobs)
    .where(jobs.c.job_id == bindparam("job"))
    .values(tries=jobs.c.tries + 1, due_at=func.now() + bindparam("wait", type_=Interval))
)


def put(session: Session, payload: str) -> None:
    session.change(PUT, {"payload": payload})


def take(session: Session) -> Sequence[Any]:
    """The oldest BATCH that are due and that no other replica is at, locked until the end of the
    transaction."""
    return session.all(TAKE, {})


def done(session: Session, ids: Sequence[int]) -> None:
    session.change(DONE, {"ids": list(ids)})


def put_off(session: Session, job_id: int, wait: timedelta) -> None:
    """One try more has failed; not due again before `wait` is over."""
    session.change(PUT_OFF, {"job": job_id, "wait": wait})
