"""What an order's way through the services' tables says about time. Pure.

A hop is what lies between a message being written (`occurred_at` in its envelope, just before its
transaction commits) and the beginning of its handling (`handled_at` in the inbox of the one it is
for): commit, relay, broker, consumer. The hop to the outside world leaves no row and is measured
by itself. What settling takes beyond its hops is the work of the transactions between them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from experiments.bench.ratio import Pair

ON_THE_WAY = frozenset(("ReserveStock", "AuthorisePayment", "StepDone"))
"""Messages an accepted order waits for; of the event at its end it does not."""
HOPS = 4


@dataclass(frozen=True)
class Settled:
    order_id: str
    placed_at: datetime
    settled_at: datetime

    @property
    def seconds(self) -> float:
        return (self.settled_at - self.placed_at).total_seconds()


@dataclass(frozen=True)
class Sent:
    """A message in an outbox: its envelope's id, type, key and time."""

    id: str
    type: str
    key: str
    occurred_at: datetime


def sent_from(envelope: Mapping[str, Any]) -> Sent:
    at = datetime.fromisoformat(envelope["occurred_at"])
    return Sent(envelope["id"], envelope["type"], envelope["key"], at)


def hops_s(
    messages: Sequence[Sent], handled: Mapping[str, datetime]
) -> dict[str, tuple[float, ...]]:
    """Seconds of each hop on the way, by order; orders whose way is not complete are left out."""
    found: dict[str, list[float]] = {}
    for message in messages:
        if message.type in ON_THE_WAY and message.id in handled:
            seconds = (handled[message.id] - message.occurred_at).total_seconds()
            found.setdefault(message.key, []).append(seconds)
    return {order: tuple(hops) for order, hops in found.items() if len(hops) == HOPS}


def settle_against_hops(
    orders: Sequence[Settled], hops: Mapping[str, Sequence[float]], outside_s: float
) -> list[Pair]:
    """In milliseconds: time to settle, and the sum of its hops with the one to the outside."""
    return [
        Pair(1000 * order.seconds, 1000 * (outside_s + sum(hops[order.order_id])))
        for order in orders
        if order.order_id in hops
    ]
