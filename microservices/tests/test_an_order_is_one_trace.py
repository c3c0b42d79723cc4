"""One order, through the services that it needs: one trace, and its spans in one tree.

Compare with `monolith/tests/test_an_order_is_one_trace.py`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from experiments.testing.seeing import SeenSpan
from experiments.testing.waiting import wait_until
from microservices.catalog import app as catalog
from microservices.inventory import app as inventory
from microservices.notifications import app as notifications
from microservices.orders import app as orders
from microservices.payments import app as payments
from microservices.recommendations import app as recommendations
from microservices.tests.arm import SERVICES, Arm, Create, Place
from shared_domain.kernel.seeing.metrics import Metrics
from shared_domain.kernel.seeing.seeing import Seeing
from shared_domain.kernel.seeing.tests.harness import Recorder
from shared_domain.kernel.wrap import unwrapped

CREATE = {
    "catalog": catalog.create_app,
    "inventory": inventory.create_app,
    "orders": orders.create_app,
    "payments": payments.create_app,
    "recommendations": recommendations.create_app,
    "notifications": notifications.create_app,
}
CUSTOMER = {"X-Customer-Id": "c-00001"}
Recorders = dict[str, Recorder]


def seen(name: str, recorder: Recorder) -> Create:
    """The service with all that it does recorded."""
    seeing = Seeing(Metrics(), recorder.tracing)
    return lambda config, bus: CREATE[name](config, seeing.around(unwrapped), bus, seeing)


@pytest.fixture
def recorders(arm: Arm, tmp_path: Path) -> Iterator[Recorders]:
    """The whole arm anew, and what each service records; screening has its threads."""
    made = {name: Recorder(tmp_path / f"{name}.jsonl", part=name) for name in SERVICES}
    for name, recorder in made.items():
        arm.redeploy(name, seen(name, recorder))
    screening = arm.screening
    screening.start()
    yield made
    screening.stop()
    screening.join(10)
    for recorder in made.values():
        recorder.tracing.close()


def settle(arm: Arm, order_id: str) -> str:
    """The order's final status, when everybody has heard of it."""

    def is_settled() -> bool:
        arm.settle()
        return status() != "PENDING"

    def status() -> str:
        answer = arm.client("orders").get(f"/orders/{order_id}", headers=CUSTOMER)
        return str(answer.get_json()["status"])

    wait_until(is_settled)
    arm.settle()
    return status()


def order_trace(recorders: Recorders, order_id: str) -> list[SeenSpan]:
    """All spans of the trace in which the order was placed."""
    spans = [span for recorder in recorders.values() for span in recorder.spans()]
    (placed,) = (
        span
        for span in spans
        if span.name == "POST /orders" and span.attributes["cleave.order"] == order_id
    )
    return sorted((s for s in spans if s.trace == placed.trace), key=lambda span: span.start_ns)


def test_an_order_is_one_trace_from_the_request_to_the_notification(
    arm: Arm, place: Place, recorders: Recorders
) -> None:
    order_id = place(("p-0001", 1)).get_json()["order_id"]
    assert settle(arm, order_id) == "CONFIRMED"
    spans = order_trace(recorders, order_id)
    found = {(span.part, span.name) for span in spans}
    assert found >= {
        ("orders", "POST /orders"),
        ("orders", "orders.place"),
        ("orders", "transaction"),
        ("orders", "INSERT order_lines"),
        ("orders", "screening"),
        ("orders", "POST risk screening"),
        ("orders", "outbox publish inventory.commands"),
        ("orders", "send inventory.commands"),
        ("inventory", "process inventory.commands"),
        ("inventory", "inbox ReserveStock"),
        ("inventory", "inventory.reserve"),
        ("inventory", "outbox publish orders.replies"),
        ("orders", "process orders.replies"),
        ("payments", "process payments.commands"),
        ("payments", "payments.authorise"),
        ("notifications", "process orders.events"),
        ("notifications", "notifications.tell"),
    }
    known = {span.own for span in spans}
    assert [span.name for span in spans if span.parent not in known] == ["POST /orders"]
    assert not [span for span in spans if span.is_error]


def test_no_span_tells_of_the_customer(arm: Arm, place: Place, recorders: Recorders) -> None:
    order_id = place(("p-0001", 1)).get_json()["order_id"]
    settle(arm, order_id)
    assert not [span for span in order_trace(recorders, order_id) if "c-00001" in str(span)]
