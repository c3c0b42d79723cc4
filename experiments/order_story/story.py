"""Both orders of the lesson on one arm: one that goes through, one that is refused."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from experiments.order_story.customer import Placed, Wish, place
from experiments.order_story.trail import Message, Trail, follow
from experiments.topology import Topology

GOOD = Wish("c-00042", (("p-0007", 2), ("p-0042", 1)))
REFUSED = Wish("c-10000", (("p-0007", 2),))
"""The seeded customer whose wallet is empty: stock is reserved before the payment is declined."""

WARM_UP = Wish("c-00043", (("p-0100", 1),))
WARM_UPS = 5


class Shop(Protocol):
    """As much of a Stack as the lesson needs."""

    @property
    def topology(self) -> Topology: ...

    @property
    def gateway_url(self) -> str: ...

    def audit_url(self, feature: str) -> str: ...


@dataclass(frozen=True)
class Story:
    """One order on one arm, seen from both sides."""

    topology: Topology
    gateway_url: str
    wish: Wish
    placed: Placed
    trail: Trail

    def as_json(self) -> dict[str, Any]:
        """Times in milliseconds after the order was sent."""
        placed = self.placed
        return {
            "arm": self.topology.name,
            "order_id": placed.order_id,
            "customer_id": self.wish.customer_id,
            **self.wish.body(),
            "total_cents": placed.total_cents,
            "accepted": asdict(placed.accepted),
            "settled": asdict(placed.settled),
            "rows": {table: len(rows) for table, rows in self.trail.rows.items()},
            "messages": [self._message(message) for message in self.trail.messages],
        }

    def _message(self, message: Message) -> dict[str, Any]:
        after_ms = self.placed.after_ms
        return {
            "from": message.sender,
            "topic": message.topic,
            "type": message.kind,
            "body": message.body,
            "written_ms": after_ms(message.written_at),
            "sent_ms": after_ms(message.sent_at) if message.sent_at else None,
            "handled_ms": {part: after_ms(moment) for part, moment in message.handled},
        }


def tell(shop: Shop, wish: Wish) -> Story:
    """Place `wish` and follow it. Raises NoOrder or Unreadable."""
    placed = place(shop.gateway_url, wish)
    trail = follow(shop.topology, shop.audit_url, placed.order_id)
    return Story(shop.topology, shop.gateway_url, wish, placed, trail)


def both(shop: Shop, detail: Callable[[str], None]) -> tuple[Story, Story]:
    """The good order and the refused one, after a few others that warm the arm up."""
    detail("warming up")
    for _ in range(WARM_UPS):
        place(shop.gateway_url, WARM_UP)
    detail("placing an order")
    good = tell(shop, GOOD)
    detail("placing an order that will be refused")
    return good, tell(shop, REFUSED)
