"""Money is taken for exactly the orders that were confirmed."""

from collections.abc import Iterator

from experiments.checks.invariants.evidence import CONFIRMED, PENDING, Evidence
from experiments.checks.invariants.relations import LedgerEntry, Order


def payments_match_orders(evidence: Evidence) -> Iterator[str]:
    """CONFIRMED is one authorise of its total and no void; everything else nets zero, but that a
    PENDING order may be authorised, where an order may be PENDING at all."""
    for order in evidence.relations.orders:
        entries = evidence.ledger.get(order.order_id, ())
        if not _right(order, entries, evidence.may_be_pending):
            yield (
                f"order {order.order_id} of {order.customer_id} over {order.total_cents} cents is"
                f" {order.status}, but its ledger says {_said(entries)}"
            )


def _right(order: Order, entries: tuple[LedgerEntry, ...], may_be_pending: bool) -> bool:
    paid = [LedgerEntry(order.order_id, order.customer_id, "authorise", -order.total_cents)]
    is_paid = list(entries) == paid
    if order.status == CONFIRMED:
        return is_paid
    if order.status == PENDING and may_be_pending and is_paid:
        return True
    return sum(entry.amount_cents for entry in entries) == 0 and all(
        entry.customer_id == order.customer_id for entry in entries
    )


def _said(entries: tuple[LedgerEntry, ...]) -> str:
    said = (f"{each.kind} {each.amount_cents} of {each.customer_id}" for each in entries)
    return ", ".join(said) or "nothing"
