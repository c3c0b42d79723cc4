"""No order is left on the way."""

from collections.abc import Iterator

from experiments.checks.invariants.evidence import CONFIRMED, PENDING, REJECTED, Evidence


def every_order_is_final(evidence: Evidence) -> Iterator[str]:
    """CONFIRMED without a reason or REJECTED with one, and since when."""
    for order in evidence.relations.orders:
        name = f"order {order.order_id} of {order.customer_id}"
        if order.status == PENDING:
            if not evidence.may_be_pending:
                yield f"{name} is still PENDING"
            if order.has_settled_at:
                yield f"{name} is PENDING but has a settled_at"
        elif order.status not in (CONFIRMED, REJECTED):
            yield f"{name} has the unknown status {order.status!r}"
        else:
            if not order.has_settled_at:
                yield f"{name} is {order.status} but has no settled_at"
            if (order.status == REJECTED) != (order.reason is not None):
                yield f"{name} is {order.status} with the reason {order.reason!r}"
