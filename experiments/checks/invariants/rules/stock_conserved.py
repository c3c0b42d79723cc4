"""Units neither appear nor vanish."""

from collections import Counter
from collections.abc import Iterator

from experiments.checks.invariants.evidence import Evidence


def stock_is_conserved(evidence: Evidence) -> Iterator[str]:
    """opening = available + held for orders, and never below zero, product by product."""
    held = Counter[str]()
    for row in evidence.relations.reservations:
        if row.is_held:
            held[row.product_id] += row.quantity
        if row.quantity <= 0:
            yield f"order {row.order_id} reserves {row.quantity} units of {row.product_id}"
    for product_id, opening, available in evidence.relations.stock:
        units = held.pop(product_id, 0)
        if available < 0:
            yield f"product {product_id} has {available} units available"
        if opening != available + units:
            yield (
                f"product {product_id} opened with {opening} units but has"
                f" {available} available and {units} held"
            )
    for product_id, units in held.items():
        yield f"product {product_id} has {units} units held but no stock"
