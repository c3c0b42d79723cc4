"""What is stored is what the customer asked for."""

from collections.abc import Iterator

from experiments.checks.invariants.evidence import Evidence
from experiments.checks.invariants.journal import Outcome


def orders_are_as_asked(evidence: Evidence) -> Iterator[str]:
    """The lines of every order whose key the journal knows, acknowledged or unknown.

    A refused attempt is left out: it may have been refused for reusing a key with other lines.
    """
    for entry in evidence.journal:
        if entry.lines is None or entry.outcome is Outcome.REFUSED:
            continue
        asked = sorted(entry.lines)
        for order in evidence.orders_by_key.get(entry.key, ()):
            lines = evidence.lines.get(order.order_id, ())
            stored = sorted((line.product_id, line.quantity) for line in lines)
            if stored != asked:
                yield (
                    f"order {order.order_id} of {order.customer_id} was asked for as {asked}"
                    f" but is stored as {stored}"
                )
