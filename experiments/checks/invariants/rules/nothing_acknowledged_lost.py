"""A 201 is a promise."""

from collections.abc import Iterator

from experiments.checks.invariants.evidence import Evidence
from experiments.checks.invariants.journal import JournalEntry, Outcome
from experiments.checks.invariants.relations import Order


def nothing_acknowledged_is_lost(evidence: Evidence) -> Iterator[str]:
    """An acknowledged order exists, is this customer's under this key, and costs what was told."""
    for entry in evidence.journal:
        if entry.outcome is not Outcome.ACKNOWLEDGED:
            continue
        order = _find(evidence, entry)
        asked = f"key {entry.idempotency_key} of {entry.customer_id}"
        if order is None:
            name = entry.order_id or "(id not told)"
            yield f"order {name} was acknowledged for {asked} and is lost"
            continue
        if (order.customer_id, order.idempotency_key) != entry.key:
            yield (
                f"order {order.order_id} was acknowledged for {asked}"
                f" but is stored for key {order.idempotency_key} of {order.customer_id}"
            )
        if entry.total_cents is not None and order.total_cents != entry.total_cents:
            yield (
                f"order {order.order_id} of {order.customer_id} was acknowledged with a total of"
                f" {entry.total_cents} cents but is stored with {order.total_cents}"
            )


def _find(evidence: Evidence, entry: JournalEntry) -> Order | None:
    if entry.order_id is not None:
        return evidence.orders.get(entry.order_id)
    return next(iter(evidence.orders_by_key.get(entry.key, ())), None)
