from datetime import UTC, datetime
from itertools import product

import pytest

from shared_domain.kernel.errors import Reason
from shared_domain.messages.events import OrderSettled
from shared_domain.orders.order import Order, OrderLine, Status

AT = datetime(2026, 1, 31, 12, tzinfo=UTC)
LATER = datetime(2026, 1, 31, 13, tzinfo=UTC)
ORDER = Order(
    order_id="order-1",
    customer_id="c-00001",
    idempotency_key="key",
    fingerprint="print",
    lines=(OrderLine("p-0001", 3, 199), OrderLine("p-0002", 1, 500)),
    traceparent="00-trace",
    placed_at=AT,
)


def in_state(status: Status) -> Order:
    return ORDER if status is Status.PENDING else ORDER.settled(status, None, AT)


def test_a_new_order_is_pending() -> None:
    assert ORDER.status is Status.PENDING
    assert ORDER.settled_at is None


def test_the_total_is_the_sum_of_the_lines() -> None:
    assert ORDER.total_cents == 3 * 199 + 500


def test_a_pending_order_may_be_confirmed() -> None:
    confirmed = ORDER.settled(Status.CONFIRMED, None, LATER)
    assert (confirmed.status, confirmed.settled_at) == (Status.CONFIRMED, LATER)
    assert ORDER.status is Status.PENDING


@pytest.mark.parametrize("reason", Reason)
def test_a_pending_order_may_be_rejected_for_any_reason(reason: Reason) -> None:
    rejected = ORDER.settled(Status.REJECTED, reason, LATER)
    assert (rejected.status, rejected.reason) == (Status.REJECTED, reason)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pair
        for pair in product(Status, Status)
        if pair not in {(Status.PENDING, Status.CONFIRMED), (Status.PENDING, Status.REJECTED)}
    ],
)
def test_no_other_change_is_allowed(before: Status, after: Status) -> None:
    with pytest.raises(ValueError, match=f"from {before} to {after}"):
        in_state(before).settled(after, None, LATER)


def test_a_settled_order_tells_everyone_how_it_ended() -> None:
    rejected = ORDER.settled(Status.REJECTED, Reason.OUT_OF_STOCK, AT)
    assert rejected.settled_event() == OrderSettled(
        "order-1", "c-00001", "REJECTED", "out_of_stock", 1097
    )
    confirmed = ORDER.settled(Status.CONFIRMED, None, AT)
    assert confirmed.settled_event().reason is None
