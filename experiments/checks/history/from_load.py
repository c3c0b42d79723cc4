"""The operations of a load, from what its generator wrote down."""

from collections.abc import Iterable, Mapping

from experiments.checks.history.answers import learnt
from experiments.checks.history.operation import Kind, Operation
from experiments.workload.history import LIST, LOOK, PAGE, Request
from experiments.workload.operations import PLACE_ORDER

KINDS: Mapping[str, Kind] = {
    PLACE_ORDER: Kind.PLACE,
    LOOK: Kind.READ,
    LIST: Kind.LIST,
    PAGE: Kind.STOCK,
}


def operations_of(requests: Iterable[Request], first: int = 1) -> tuple[Operation, ...]:
    """In the order in which they began, numbered from `first`. A page shows the stock of its
    product."""
    by_time = sorted(requests, key=lambda each: each.began_s)
    return tuple(_operation(number, each) for number, each in enumerate(by_time, first))


def _operation(number: int, request: Request) -> Operation:
    kind = KINDS[request.operation]
    found = learnt(kind, request.status, request.body)
    return Operation(
        number=number,
        customer_id=request.customer_id or "somebody",
        kind=kind,
        subject=request.subject,
        invoked_s=request.began_s,
        ended_s=request.ended_s,
        end=found.end,
        asked=request.lines,
        sights=found.sights,
        amount=found.amount,
        is_whole=found.is_whole,
    )
