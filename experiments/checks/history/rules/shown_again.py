"""Who was shown an order can read it from then on."""

from collections.abc import Iterator, Mapping

from experiments.checks.history.history import History
from experiments.checks.history.operation import End, Kind, Operation
from experiments.checks.history.verdict import Violation
from experiments.checks.invariants.evidence import grouped

Looks = Mapping[str, tuple[Operation, ...]]


def what_was_shown_is_shown_again(history: History) -> Iterator[Violation | None]:
    """An order a customer was told of is in each later answer to that customer that must have it:
    a read of it, or a list that is whole. At most one violation an order."""
    reads = grouped(_definite_reads(history), lambda each: each.subject)
    whole = (each for each in history.done.get(Kind.LIST, ()) if each.is_whole)
    lists = grouped(whole, lambda each: each.customer_id)
    for order_id, seen in history.seen.items():
        for customer_id in sorted({each.operation.customer_id for each in seen}):
            told = [each.operation for each in seen if each.operation.customer_id == customer_id]
            own = [each for each in reads.get(order_id, ()) if each.customer_id == customer_id]
            yield from _compare(order_id, told, [*own, *lists.get(customer_id, ())])


def _definite_reads(history: History) -> Iterator[Operation]:
    return (
        each
        for each in history.operations
        if each.kind is Kind.READ and each.end is not End.UNKNOWN
    )


def _compare(
    order_id: str, told: list[Operation], looks: list[Operation]
) -> Iterator[Violation | None]:
    for look in sorted(looks, key=lambda each: each.invoked_s):
        earlier = [each for each in told if each.is_before(look)]
        if not earlier:
            continue
        if any(sight.order_id == order_id for sight in look.sights):
            yield None
            continue
        yield Violation(
            f"order {order_id} was shown to {look.customer_id}, and a later {look.kind} of"
            f" {look.customer_id} does not show it",
            (earlier[0], look),
            (order_id,),
        )
        return
