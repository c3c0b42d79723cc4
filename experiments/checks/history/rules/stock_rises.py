"""Nobody delivers: units come back from orders that came to nothing, and from nowhere else."""

from collections import deque
from collections.abc import Iterator, Sequence

from experiments.checks.history.history import History
from experiments.checks.history.operation import Kind, Operation
from experiments.checks.history.rules.claims import Claim, claims_on_stock
from experiments.checks.history.verdict import Violation
from experiments.checks.invariants.evidence import grouped


def stock_rises_by_releases_only(history: History) -> Iterator[Violation | None]:
    """A read that shows more than an earlier one is explained by orders that were not confirmed in
    the end, and not yet known as rejected at the earlier read."""
    claims = claims_on_stock(history)
    by_product = grouped(history.done.get(Kind.STOCK, ()), lambda each: each.subject)
    for product_id, reads in by_product.items():
        for lowest, later in _with_lowest_before(reads):
            yield _judge(lowest, later, claims.get(product_id, []))


def _with_lowest_before(reads: Sequence[Operation]) -> Iterator[tuple[Operation, Operation]]:
    """Each read with the one that showed least of those that were over when it began."""
    over = deque(sorted(reads, key=lambda each: each.ended_s))
    lowest: Operation | None = None
    for later in sorted(reads, key=lambda each: each.invoked_s):
        while over[0].is_before(later):
            lowest = min(filter(None, (lowest, over.popleft())), key=_units)
        if lowest is not None:
            yield lowest, later


def _judge(earlier: Operation, later: Operation, claims: list[Claim]) -> Violation | None:
    rise = _units(later) - _units(earlier)
    if rise <= 0:
        return None
    released = sum(
        each.amount
        for each in claims
        if not each.is_kept
        and each.since_s < later.ended_s
        and not each.was_given_back_before(earlier)
    )
    if rise <= released:
        return None
    return Violation(
        f"{earlier.customer_id} read {_units(earlier)} units of {earlier.subject}, and later"
        f" {later.customer_id} read {_units(later)}, but orders gave back {released} at most",
        (earlier, later),
    )


def _units(read: Operation) -> int:
    assert read.amount is not None
    return read.amount
