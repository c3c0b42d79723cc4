"""A customer whose order was not answered asks again with the same key: that must be safe."""

from collections.abc import Iterable, Iterator

import requests

from experiments.checks.invariants.journal import JournalEntry, Outcome

CREATED = 201
PATIENCE_S = 5.0


def ask_again(gateway_url: str, journal: Iterable[JournalEntry]) -> Iterator[JournalEntry]:
    """Place every order of `journal` that was not acknowledged once more, as it was asked for.

    Yields what is known of each now. Raises requests.RequestException.
    """
    with requests.Session() as session:
        session.trust_env = False
        for entry in journal:
            if entry.outcome is not Outcome.ACKNOWLEDGED:
                yield _place(session, gateway_url, entry)


def _place(session: requests.Session, gateway_url: str, entry: JournalEntry) -> JournalEntry:
    lines = [{"product_id": product, "quantity": units} for product, units in entry.lines or ()]
    answer = session.post(
        f"{gateway_url}/orders",
        json={"lines": lines},
        headers={"X-Customer-Id": entry.customer_id, "Idempotency-Key": entry.idempotency_key},
        timeout=PATIENCE_S,
    )
    if answer.status_code != CREATED:
        return JournalEntry(entry.customer_id, entry.idempotency_key, Outcome.UNKNOWN, entry.lines)
    order = answer.json()
    return JournalEntry(
        customer_id=entry.customer_id,
        idempotency_key=entry.idempotency_key,
        outcome=Outcome.ACKNOWLEDGED,
        lines=entry.lines,
        order_id=order["order_id"],
        total_cents=order["total_cents"],
        status=order["status"],
        reason=order["reason"],
    )
