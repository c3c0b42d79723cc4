"""A definite no leaves no order behind."""

from collections.abc import Iterator

from experiments.checks.invariants.evidence import Evidence
from experiments.checks.invariants.journal import Outcome


def nothing_refused_is_kept(evidence: Evidence) -> Iterator[str]:
    """Unless another attempt with the same key was not refused, or nobody knows."""
    may_exist = {entry.key for entry in evidence.journal if entry.outcome is not Outcome.REFUSED}
    refused = {entry.key for entry in evidence.journal} - may_exist
    for customer_id, key in sorted(refused):
        for order in evidence.orders_by_key.get((customer_id, key), ()):
            yield f"order {order.order_id} exists, but key {key} of {customer_id} was refused"
