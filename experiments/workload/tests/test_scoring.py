from typing import Any

import pytest

from experiments.workload.operations import OPERATIONS, Ask
from experiments.workload.scoring import (
    Acknowledged,
    Answer,
    Order,
    Outcome,
    acknowledgement,
    judge,
    order_seen,
)

READ, PLACE = OPERATIONS["read-product"], OPERATIONS["place-order"]
READING = Ask("/products/p-0001", "p-0001")
PRODUCT = {"product_id": "p-0001", "name": "Blue beds 0001", "price_cents": 500}
PLACING = Ask("/orders", customer_id="c-00001", key="k", lines=(("p-0001", 2),))
FINAL = Order("o-1", "CONFIRMED", "", 1000, 1_800_000_000.0)


def order_body(**changes: Any) -> dict[str, Any]:
    body = {
        "order_id": "o-1",
        "customer_id": "c-00001",
        "status": "CONFIRMED",
        "reason": None,
        "lines": [{"product_id": "p-0001", "quantity": 2, "unit_price_cents": 500}],
        "total_cents": 1000,
        "settled_at": "2027-01-15T08:00:00.500Z",
    }
    return body | changes


def read(status: int, body: object = None, accept_ms: float = 5.0) -> Outcome:
    return judge(READ, READING, Answer(status, body), accept_ms, None, None, 2000.0)


def place(order: Order | None, settle_ms: float | None, accept_ms: float = 5.0) -> Outcome:
    return judge(PLACE, PLACING, Answer(201, order_body()), accept_ms, settle_ms, order, 2000.0)


def test_a_right_answer_in_time_is_good() -> None:
    assert read(200, PRODUCT) is Outcome.GOOD


def test_a_right_answer_too_late_is_slow() -> None:
    assert read(200, PRODUCT, accept_ms=2001.0) is Outcome.SLOW


@pytest.mark.parametrize("status", [400, 404, 500, 503])
def test_an_error_status_is_failed(status: int) -> None:
    assert read(status, {"type": "urn:cleave:problem:unavailable"}) is Outcome.FAILED


def test_a_wrong_body_is_failed_though_the_status_is_right() -> None:
    assert read(200, PRODUCT | {"product_id": "p-0002"}) is Outcome.FAILED


def test_no_answer_is_unknown_not_failed() -> None:
    assert read(0) is Outcome.UNKNOWN


def test_an_order_is_good_once_it_is_final_in_time() -> None:
    assert place(FINAL, 100.0) is Outcome.GOOD


def test_an_order_that_settles_late_or_never_is_slow() -> None:
    assert place(FINAL, 2001.0) is Outcome.SLOW
    assert place(Order("o-1", "PENDING", "", 1000), None) is Outcome.SLOW


def test_an_order_whose_answer_was_late_is_slow_though_it_settled_in_time() -> None:
    assert place(FINAL, 100.0, accept_ms=2001.0) is Outcome.SLOW


@pytest.mark.parametrize("reason", ["risk_refused", "out_of_stock", "payment_declined"])
def test_a_refusal_on_business_grounds_is_an_answer(reason: str) -> None:
    assert place(Order("o-1", "REJECTED", reason, 1000, 1.0), 100.0) is Outcome.GOOD


@pytest.mark.parametrize("reason", ["failed", "screening_unavailable"])
def test_a_refusal_on_technical_grounds_is_a_failure(reason: str) -> None:
    assert place(Order("o-1", "REJECTED", reason, 1000, 1.0), 100.0) is Outcome.FAILED


def test_an_order_is_read_from_an_answer() -> None:
    assert order_seen(PLACING, Answer(201, order_body())) == Order(
        "o-1", "CONFIRMED", "", 1000, 1_800_000_000.5
    )


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        order_body(customer_id="c-00002"),
        order_body(settled_at="yesterday"),
        order_body(settled_at="2027-01-15T08:00:00"),
        order_body(settled_at=None),
    ],
)
def test_what_is_not_the_order_is_not_taken_for_it(body: object) -> None:
    assert order_seen(PLACING, Answer(201, body)) is None


@pytest.mark.parametrize(
    ("status", "known"),
    [
        (201, Acknowledged.YES),
        (422, Acknowledged.NO),
        (429, Acknowledged.NO),
        (408, Acknowledged.UNKNOWN),
        (500, Acknowledged.UNKNOWN),
        (503, Acknowledged.UNKNOWN),
        (0, Acknowledged.UNKNOWN),
    ],
)
def test_what_the_client_knows_of_an_order(status: int, known: Acknowledged) -> None:
    assert acknowledgement(status) is known
