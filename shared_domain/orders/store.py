"""Orders in PostgreSQL, given a Session."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    Integer,
    Text,
    bindparam,
    column,
    func,
    select,
    true,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert

from shared_domain.kernel.database import Session
from shared_domain.kernel.errors import Reason
from shared_domain.kernel.statement import Statement
from shared_domain.orders.order import Order, OrderLine, Status
from shared_domain.orders.tables import order_lines, orders

# An order comes with its lines, [[product_id, quantity, unit_price_cents], ...], in one of them.
LINE = func.json_build_array(
    order_lines.c.product_id, order_lines.c.quantity, order_lines.c.unit_price_cents
)
LINES = (
    select(func.json_agg(aggregate_order_by(LINE, order_lines.c.position)))
    .where(order_lines.c.order_id == orders.c.order_id)
    .scalar_subquery()
    .label("lines")
)
WITH_LINES = select(orders, LINES)
ONE = WITH_LINES.where(orders.c.order_id == bindparam("order"))
FIND = Statement(ONE)
FIND_BY_KEY = Statement(
    WITH_LINES.where(
        orders.c.customer_id == bindparam("customer"),
        orders.c.idempotency_key == bindparam("key"),
    )
)
OF_CUSTOMER = (
    WITH_LINES.where(orders.c.customer_id == bindparam("customer"))
    .order_by(orders.c.placed_at.desc(), orders.c.order_id.desc())
    .limit(bindparam("limit"))
)
LAST_SEEN = (
    select(orders.c.placed_at, orders.c.order_id)
    .where(orders.c.order_id == bindparam("after"), orders.c.customer_id == bindparam("customer"))
    .scalar_subquery()
)
NEWEST = Statement(OF_CUSTOMER)
NEWEST_AFTER = Statement(
    OF_CUSTOMER.where(tuple_(orders.c.placed_at, orders.c.order_id) < LAST_SEEN)
)
ADDED = (
    insert(orders)
    .values({each.name: bindparam(each.name) for each in orders.c})
    .on_conflict_do_nothing(constraint="one_order_per_key")
    .returning(orders.c.order_id)
    .cte("added")
)
GIVEN = (
    func.unnest(
        bindparam("products", type_=ARRAY(Text)),
        bindparam("quantities", type_=ARRAY(Integer)),
        bindparam("prices", type_=ARRAY(Integer)),
    )
    .table_valued(
        column("product_id", Text),
        column("quantity", Integer),
        column("unit_price_cents", Integer),
        with_ordinality="position",
    )
    .render_derived("given")
)
ADD = Statement(
    order_lines.insert().from_select(
        ["order_id", "product_id", "quantity", "unit_price_cents", "position"],
        select(ADDED, GIVEN).join_from(ADDED, GIVEN, true()),
    )
)
SETTLE = Statement(
    update(orders)
    .where(orders.c.order_id == bindparam("order"), orders.c.status == Status.PENDING.value)
    .values(status=bindparam("to"), reason=bindparam("why", type_=Text), settled_at=bindparam("at"))
)


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
        "products": [line.product_id for line in order.lines],
        "quantities": [line.quantity for line in order.lines],
        "prices": [line.unit_price_cents for line in order.lines],
    }
    if session.change(ADD, row) == 0:
        raise AlreadyPlaced


def settle(session: Session, order: Order) -> None:
    """Write the final state of `order`. Raises ValueError if it was settled before."""
    final = {
        "order": order.order_id,
        "to": order.status.value,
        "why": order.reason.value if order.reason else None,
        "at": order.settled_at,
    }
    if session.change(SETTLE, final) != 1:
        raise ValueError(f"order {order.order_id} is settled already")


def find(session: Session, order_id: str) -> Order | None:
    row = session.first(FIND, {"order": order_id})
    return order_of(row) if row else None


def find_by_key(session: Session, customer_id: str, idempotency_key: str) -> Order | None:
    row = session.first(FIND_BY_KEY, {"customer": customer_id, "key": idempotency_key})
    return order_of(row) if row else None


def newest(session: Session, customer_id: str, limit: int, after: str | None) -> Sequence[Order]:
    """A customer's orders, newest first, `limit` of them after order id `after`."""
    asked = {"customer": customer_id, "limit": limit, "after": after}
    found = session.all(NEWEST if after is None else NEWEST_AFTER, asked)
    return [order_of(row) for row in found]


def order_of(row: Any) -> Order:
    """The order in a row of FIND, whatever else the row holds."""
    return Order(
        order_id=row.order_id,
        customer_id=row.customer_id,
        idempotency_key=row.idempotency_key,
        fingerprint=row.fingerprint,
        lines=tuple(OrderLine(*line) for line in row.lines),
        traceparent=row.traceparent,
        placed_at=row.placed_at,
        status=Status(row.status),
        reason=Reason(row.reason) if row.reason else None,
        settled_at=row.settled_at,
    )
