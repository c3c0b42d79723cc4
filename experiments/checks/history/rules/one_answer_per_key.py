"""Asking again with the same key is answered as the first time."""

from collections.abc import Iterator

from experiments.checks.history.history import History
from experiments.checks.history.operation import End, Operation
from experiments.checks.history.verdict import Violation


def a_key_has_one_answer(history: History) -> Iterator[Violation | None]:
    """The same order at the same price, and no refusal of what was accepted before.

    A repeat that asks for something else may be refused. At most one violation a key.
    """
    for attempts in history.placed.values():
        accepted = [each for each in attempts if each.end is End.DONE]
        if accepted:
            yield from _compare(accepted[0], attempts)


def _compare(first: Operation, attempts: tuple[Operation, ...]) -> Iterator[Violation | None]:
    for attempt in attempts:
        if attempt is first or attempt.end is End.UNKNOWN:
            continue
        if attempt.end is End.FAILED:
            wrong = first.is_before(attempt) and attempt.asked == first.asked
        else:
            wrong = _told(attempt) != _told(first)
        if not wrong:
            yield None
            continue
        yield Violation(
            f"key {first.subject} of {first.customer_id} was answered {_said(first)},"
            f" and {_said(attempt)}",
            (first, attempt),
            tuple(sight.order_id for sight in (*first.sights, *attempt.sights)),
        )
        return


def _told(attempt: Operation) -> list[tuple[str, int | None]]:
    return [(sight.order_id, sight.total_cents) for sight in attempt.sights]


def _said(attempt: Operation) -> str:
    if attempt.end is End.FAILED:
        return "with a refusal"
    return " and ".join(
        f"with order {order_id} over {cents} cents" for order_id, cents in _told(attempt)
    )
