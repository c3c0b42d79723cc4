"""A settled order never changes again, in the eyes of anyone."""

from collections.abc import Iterator

from experiments.checks.history.history import History, Seen
from experiments.checks.history.operation import Sight
from experiments.checks.history.verdict import Violation
from experiments.checks.invariants.evidence import PENDING


def a_final_status_stays(history: History) -> Iterator[Violation | None]:
    """Whoever looks after an answer that showed the order final is shown the same end.

    What the tables say in the end is for "what was told stands". At most one violation an order.
    """
    for order_id, seen in history.seen.items():
        yield from _compare(order_id, seen)


def _compare(order_id: str, seen: tuple[Seen, ...]) -> Iterator[Violation | None]:
    final = [each for each in seen if each.sight.status != PENDING]
    for later in seen:
        earlier = [each for each in final if each.operation.is_before(later.operation)]
        if not earlier:
            continue
        before = max(earlier, key=lambda each: each.operation.ended_s)
        if _agree(before.sight, later.sight):
            yield None
            continue
        yield Violation(
            f"order {order_id} was shown {_end(before.sight)}, and later {_end(later.sight)}",
            (before.operation, later.operation),
            (order_id,),
        )
        return


def _agree(one: Sight, other: Sight) -> bool:
    """A notification tells no reason, so only reasons that were told can differ."""
    reasons = {one.reason, other.reason} - {None}
    return one.status == other.status and len(reasons) < 2


def _end(sight: Sight) -> str:
    return sight.status if sight.reason is None else f"{sight.status} ({sight.reason})"
