"""What the clients know of the orders they placed, in the few words the checkers need."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from experiments.workload.journal import Entry
from experiments.workload.scoring import Acknowledged


class Outcome(StrEnum):
    """Definite answers and missing ones are never mixed: a timeout is UNKNOWN, not REFUSED."""

    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One order a client tried to place; None is what it was not told.

    `lines` are the (product id, quantity) pairs it asked for. `status` and `reason` are the last
    it saw, and None before it saw any.
    """

    customer_id: str
    idempotency_key: str
    outcome: Outcome
    lines: tuple[tuple[str, int], ...] | None = None
    order_id: str | None = None
    total_cents: int | None = None
    status: str | None = None
    reason: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What makes an order one order."""
        return self.customer_id, self.idempotency_key


OUTCOMES = {
    Acknowledged.YES: Outcome.ACKNOWLEDGED,
    Acknowledged.NO: Outcome.REFUSED,
    Acknowledged.UNKNOWN: Outcome.UNKNOWN,
}


def from_load(entries: Iterable[Entry]) -> tuple[JournalEntry, ...]:
    """The journal a load has written, whose blanks mean "not told"."""
    return tuple(
        JournalEntry(
            customer_id=entry.customer_id,
            idempotency_key=entry.key,
            outcome=OUTCOMES[entry.acknowledged],
            lines=entry.lines,
            order_id=entry.order_id or None,
            total_cents=entry.total_cents if entry.order_id else None,
            status=entry.status or None,
            reason=entry.reason or None,
        )
        for entry in entries
    )
