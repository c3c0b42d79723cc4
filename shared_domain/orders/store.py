"""Orders in PostgreSQL, given a Session."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from sqlalchemy import Row, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared_domain.kernel.errors import Reason
from shared_domain.orders.order import Order, OrderLine, Status
from shared_domain.orders.tables import order_lines, orders


class AlreadyPlaced(Exception):
    """An order with this customer and Idempotency-Key exists."""


def add(session: Session, order: Order) -> None:
    """Raises AlreadyPlaced; waits for a concurrent transaction with the same key."""
    row = {
        "order_id": order.order_id,
        "customer_id": order.customer_id,
        "idempotency_key": order.idempotency_key,
        "fingerprint": order.fingerprint,
        "status": order.status.value,
        "reason": order.reason.value if order.reason else None,
        "total_cents": order.total_cents,
        "traceparent": order.traceparent,
        "placed_at": order.placed_at,
        "settled_at": order.settled_at,
    }
    once = insert(orders).on_conflict_do_nothing(constraint="one_order_per_key")
    added = session.execute(once.returning(orders.c.order_id), row).first()
    if added is None:
        raise AlreadyPlaced
    session.execute(
        order_lines.insert(),
        [
            {"order_id": order.order_id, "position": position, **vars(line)}
            for position, line in enumerate(order.lines)
        ],
    )


def settle(session: Session, order: Order) -> None:
    """Write the final state of `order`. Raises ValueError if it was settled before."""
    written = session.execute(
        update(orders)
        .where(orders.c.order_id == order.order_id, orders.c.status == Status.PENDING.value)
        .values(
            status=order.status.value,
            reason=order.reason.value if order.reason else None,
            settled_at=order.settled_at,
        )
    )
    if written.rowcount != 1:  # type: ignore[attr-defined]
        raise ValueError(f"order {order.order_id} is settled already")


def find(session: Session, order_id: str) -> Order | None:
    return _one(session, orders.c.order_id == order_id)


def find_by_key(session: Session, customer_id: str, idempotency_key: str) -> Order | None:
    return _one(
        session,
        (orders.c.customer_id == customer_id) & (orders.c.idempotency_key == idempotency_key),
    )


def newest(session: Session, customer_id: str, limit: int, after: str | None) -> Sequence[Order]:
    """A customer's orders, newest first, `limit` of them after order id `after`."""
    statement = (
        select(orders)
        .where(orders.c.customer_id == customer_id)
        .order_by(orders.c.placed_at.desc(), orders.c.order_id.desc())
        .limit(limit)
    )
    if after is not None:
        last_seen = select(orders.c.placed_at, orders.c.order_id).where(
            orders.c.order_id == after, orders.c.customer_id == customer_id
        )
        statement = statement.where(
            tuple_(orders.c.placed_at, orders.c.order_id) < last_seen.scalar_subquery()
        )
    return _with_lines(session, session.execute(statement).all())


def _one(session: Session, condition: object) -> Order | None:
    rows = session.execute(select(orders).where(condition)).all()  # type: ignore[arg-type]
    found = _with_lines(session, rows)
    return found[0] if found else None


def _with_lines(session: Session, rows: Sequence[Row[tuple[object, ...]]]) -> Sequence[Order]:
    if not rows:
        return []
    wanted = [row.order_id for row in rows]
    statement = (
        select(order_lines)
        .where(order_lines.c.order_id.in_(wanted))
        .order_by(order_lines.c.order_id, order_lines.c.position)
    )
    by_order = {
        order_id: _lines(group)
        for order_id, group in groupby(session.execute(statement), lambda row: row.order_id)
    }
    return [_order(row, by_order[row.order_id]) for row in rows]


def _lines(rows: Iterable[Row[tuple[object, ...]]]) -> tuple[OrderLine, ...]:
    return tuple(OrderLine(row.product_id, row.quantity, row.unit_price_cents) for row in rows)


def _order(row: Row[tuple[object, ...]], lines: tuple[OrderLine, ...]) -> Order:
    return Order(
        order_id=row.order_id,
        customer_id=row.customer_id,
        idempotency_key=row.idempotency_key,
        fingerprint=row.fingerprint,
        lines=lines,
        traceparent=row.traceparent,
        placed_at=row.placed_at,
        status=Status(row.status),
        reason=Reason(row.reason) if row.reason else None,
        settled_at=row.settled_at,
    )
