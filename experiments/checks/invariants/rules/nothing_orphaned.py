"""Whatever was done was done for an order."""

from collections.abc import Iterator

from experiments.checks.invariants.evidence import Evidence


def nothing_is_orphaned(evidence: Evidence) -> Iterator[str]:
    """No line, reservation, ledger entry or notification without its order."""
    traces = (
        ("line", evidence.lines),
        ("reservation", evidence.reservations),
        ("ledger entry", evidence.ledger),
        ("notification", evidence.notifications),
    )
    for kind, by_order in traces:
        for order_id in sorted(by_order.keys() - evidence.orders.keys()):
            yield f"a {kind} names order {order_id}, which does not exist"
