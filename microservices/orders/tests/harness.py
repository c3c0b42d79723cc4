"""Drives a saga over its database, and looks into it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from microservices.chassis.outbox import Outbox
from microservices.chassis.tables import outbox
from microservices.orders.saga import Saga
from microservices.orders.tables import sagas
from shared_domain.kernel.clock import new_uuid
from shared_domain.kernel.database import Database
from shared_domain.messages.envelope import Envelope
from shared_domain.messages.replies import StepDone, StepRefused
from shared_domain.orders import store
from shared_domain.orders.order import Order, OrderLine

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time

    def go_on(self, by: timedelta) -> None:
        self.time += by


@dataclass
class SagaDriver:
    """Begins sagas, answers them, and shows where they stand and what they sent."""

    database: Database
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.saga = Saga(Outbox(self.clock, new_uuid, lambda _: None), self.clock)

    def begin(self, order_id: str = "o-1") -> Order:
        order = Order(
            order_id=order_id,
            customer_id="c-00001",
            idempotency_key=f"key of {order_id}",
            fingerprint="-",
            lines=(OrderLine("p-0001", 2, 500), OrderLine("p-0002", 1, 300)),
            traceparent="-",
            placed_at=NOON,
        )
        with self.database.write() as session:
            self.saga.begin(session, order)
        return order

    def done(self, command: str, order_id: str = "o-1") -> None:
        with self.database.write() as session:
            self.saga.advance(session, StepDone(order_id, command))

    def refused(self, command: str, reason: str, order_id: str = "o-1") -> None:
        with self.database.write() as session:
            self.saga.advance(session, StepRefused(order_id, command, reason))

    def order(self, order_id: str = "o-1") -> Order:
        with self.database.read() as session:
            order = store.find(session, order_id)
        assert order is not None
        return order

    def stands(self, order_id: str = "o-1") -> Row[Any]:
        """The saga's row."""
        with self.database.read() as session:
            return session.execute(select(sagas).where(sagas.c.order_id == order_id)).one()

    def sent(self, topic: str | None = None) -> list[Envelope]:
        """All messages in their order, or those to the topic."""
        with self.database.read() as session:
            rows = session.execute(select(outbox).order_by(outbox.c.position)).all()
        return [Envelope.read(row.payload) for row in rows if topic in (None, row.topic)]

    def commands(self) -> list[str]:
        return [each.type for each in self.sent() if each.type != "OrderSettled"]
