"""What an order is, and the states it may go through."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from shared_domain.kernel.errors import Reason
from shared_domain.messages.events import OrderSettled


class Status(StrEnum):
    PENDING = "PENDING"
    CONFIRMED = "CONFIRMED"
    REJECTED = "REJECTED"


# A settled order never changes again.
NEXT = {
    Status.PENDING: frozenset({Status.CONFIRMED, Status.REJECTED}),
    Status.CONFIRMED: frozenset[Status](),
    Status.REJECTED: frozenset[Status](),
}


@dataclass(frozen=True)
class OrderLine:
    product_id: str
    quantity: int
    unit_price_cents: int


@dataclass(frozen=True)
class Order:
    """`fingerprint` identifies what was asked for, so that a reused key can be told apart."""

    order_id: str
    customer_id: str
    idempotency_key: str
    fingerprint: str
    lines: tuple[OrderLine, ...]
    traceparent: str
    placed_at: datetime
    status: Status = Status.PENDING
    reason: Reason | None = None
    settled_at: datetime | None = None

    @property
    def total_cents(self) -> int:
        return sum(line.quantity * line.unit_price_cents for line in self.lines)

    def settled(self, status: Status, reason: Reason | None, at: datetime) -> "Order":
        """The order in its final state. Raises ValueError if the state machine forbids it."""
        if status not in NEXT[self.status]:
            raise ValueError(f"an order cannot go from {self.status} to {status}")
        return replace(self, status=status, reason=reason, settled_at=at)

    def settled_event(self) -> OrderSettled:
        return OrderSettled(
            order_id=self.order_id,
            customer_id=self.customer_id,
            status=self.status.value,
            reason=self.reason.value if self.reason else None,
            total_cents=self.total_cents,
        )
