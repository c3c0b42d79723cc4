"""The journal that the invariants read, from a history: what each customer knows in the end."""

from collections.abc import Iterator

from experiments.checks.history.history import History, Seen
from experiments.checks.history.operation import End, Operation
from experiments.checks.invariants.journal import JournalEntry, Outcome

OUTCOMES = {
    End.DONE: Outcome.ACKNOWLEDGED,
    End.FAILED: Outcome.REFUSED,
    End.UNKNOWN: Outcome.UNKNOWN,
}


def told(history: History) -> tuple[JournalEntry, ...]:
    """An entry for each attempt to place an order, with the status its customer saw last."""
    return tuple(_entries(history))


def _entries(history: History) -> Iterator[JournalEntry]:
    for attempts in history.placed.values():
        for attempt in attempts:
            last = _last_seen(history, attempt)
            yield JournalEntry(
                customer_id=attempt.customer_id,
                idempotency_key=attempt.subject,
                outcome=OUTCOMES[attempt.end],
                lines=attempt.asked,
                order_id=last.sight.order_id if last else None,
                total_cents=attempt.sights[0].total_cents if last else None,
                status=last.sight.status if last else None,
                reason=last.sight.reason if last else None,
            )


def _last_seen(history: History, attempt: Operation) -> Seen | None:
    """By a placed order or a read, which tell the reason, too."""
    if not attempt.sights:
        return None
    of_order = history.seen[attempt.sights[0].order_id]
    full = [seen for seen in of_order if seen.sight.total_cents is not None]
    return max(full, key=lambda seen: seen.operation.ended_s)
