"""Units are held for exactly the orders that were confirmed."""

from collections import Counter
from collections.abc import Iterator, Mapping

from experiments.checks.invariants.evidence import CONFIRMED, PENDING, Evidence


def reservations_match_orders(evidence: Evidence) -> Iterator[str]:
    """CONFIRMED holds exactly its lines, REJECTED nothing; PENDING may hold its lines, all of
    them or none, where an order may be PENDING at all."""
    for order in evidence.relations.orders:
        held, lines = _held(evidence, order.order_id), _lines(evidence, order.order_id)
        if order.status == CONFIRMED:
            right = held == lines
        elif order.status == PENDING and evidence.may_be_pending:
            right = held in ({}, lines)
        else:
            right = not held
        if not right:
            yield (
                f"order {order.order_id} is {order.status} with lines {_units(lines)}"
                f" but holds {_units(held)}"
            )


def _held(evidence: Evidence, order_id: str) -> Mapping[str, int]:
    rows = evidence.reservations.get(order_id, ())
    return _sums((row.product_id, row.quantity) for row in rows if row.is_held)


def _lines(evidence: Evidence, order_id: str) -> Mapping[str, int]:
    rows = evidence.lines.get(order_id, ())
    return _sums((row.product_id, row.quantity) for row in rows)


def _sums(units: Iterator[tuple[str, int]]) -> Mapping[str, int]:
    sums = Counter[str]()
    for product_id, quantity in units:
        sums[product_id] += quantity
    return dict(sums)


def _units(units: Mapping[str, int]) -> str:
    return ", ".join(f"{count} of {product}" for product, count in units.items()) or "nothing"
