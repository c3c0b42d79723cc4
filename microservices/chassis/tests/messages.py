"""Messages as they come in, for tests."""

from datetime import UTC, datetime

from microservices.chassis.bus import Delivery
from shared_domain.messages.commands import Line, ReserveStock
from shared_domain.messages.envelope import Envelope, Message

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
RESERVE = ReserveStock("o-1", (Line("p-0001", 2),))


def envelope(message: Message = RESERVE, message_id: str = "m-1", key: str = "o-1") -> Envelope:
    return Envelope(message_id, key, "c-00001", TRACE, NOON, message)


def delivery(
    content: Envelope | bytes, place: str = "inventory.commands:0:0", topic: str = ""
) -> Delivery:
    payload = content if isinstance(content, bytes) else content.to_json().encode()
    return Delivery(topic or place.partition(":")[0], place, payload)
