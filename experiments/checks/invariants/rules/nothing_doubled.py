"""Trying again is not ordering again."""

from collections.abc import Iterator

from experiments.checks.invariants.evidence import Evidence, grouped
from experiments.checks.invariants.journal import Outcome


def nothing_is_doubled(evidence: Evidence) -> Iterator[str]:
    """One order per customer and key, in the tables and in what the clients were told.

    So an attempt whose outcome is unknown may exist once or not at all.
    """
    for (customer_id, key), orders in evidence.orders_by_key.items():
        if len(orders) > 1:
            ids = ", ".join(order.order_id for order in orders)
            yield f"key {key} of {customer_id} has {len(orders)} orders: {ids}"
    acknowledged = (each for each in evidence.journal if each.outcome is Outcome.ACKNOWLEDGED)
    for (customer_id, key), entries in grouped(acknowledged, lambda entry: entry.key).items():
        told = sorted({entry.order_id for entry in entries if entry.order_id is not None})
        if len(told) > 1:
            yield f"key {key} of {customer_id} was told {len(told)} orders: {', '.join(told)}"
