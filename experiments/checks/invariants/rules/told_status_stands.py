"""A final answer is final."""

from collections.abc import Iterator

from experiments.checks.invariants.evidence import CONFIRMED, REJECTED, Evidence


def what_was_told_stands(evidence: Evidence) -> Iterator[str]:
    """An order a client saw settled is stored with the same end."""
    for entry in evidence.journal:
        if entry.order_id is None or entry.status not in (CONFIRMED, REJECTED):
            continue
        order = evidence.orders.get(entry.order_id)
        if order is None:
            continue  # lost: another checker's business
        told, stored = (entry.status, entry.reason), (order.status, order.reason)
        if told != stored:
            yield (
                f"{entry.customer_id} was told that order {order.order_id} is {_end(*told)},"
                f" but it is {_end(*stored)}"
            )


def _end(status: str, reason: str | None) -> str:
    return status if reason is None else f"{status} ({reason})"
