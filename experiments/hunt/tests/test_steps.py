"""Each step by itself: what it counts, and whom it makes suspect."""

from pathlib import Path

import pytest

from experiments.hunt.contract_steps import candidates
from experiments.hunt.log_steps import ERRORS, OF_ORDER
from experiments.hunt.look import Look, Step
from experiments.hunt.metric_step import METRICS
from experiments.hunt.recording import NoRecording, read_recording
from experiments.hunt.symptom import Kind, Symptom
from experiments.hunt.tests.made import Made, made, symptom, traceback
from experiments.hunt.trace_step import TRACE
from experiments.topology import TOPOLOGIES


@pytest.fixture
def services(tmp_path: Path) -> Made:
    return made(tmp_path, "services")


@pytest.fixture
def monolith(tmp_path: Path) -> Made:
    return made(tmp_path, "monolith")


def looked(step: Step, left: Made, noticed: Symptom) -> Look:
    look = step.look(left.recording(noticed), noticed)
    assert look is not None
    return look


def test_tracebacks_tell_more_than_who_wrote_the_line(monolith: Made) -> None:
    monolith.line("orders", "unhandled KeyError", 1, "error", traceback("orders", "inventory"))
    for at_ms in (2, 3):
        monolith.line("catalog", "unavailable", at_ms, "warning")
    monolith.line("payments", "all is well", 4)
    look = looked(ERRORS, monolith, symptom(Kind.FAILED))
    assert look == Look("warnings", ("inventory", "catalog"), queries=1, files=1, lines=3)


def test_lines_from_before_the_symptom_are_not_read(monolith: Made) -> None:
    monolith.line("catalog", "unavailable", -1, "warning")
    assert looked(ERRORS, monolith, symptom(Kind.FAILED)).lines == 0


def test_lines_of_an_order_are_asked_for_only_if_it_is_slow(services: Made) -> None:
    for kind, order in ((Kind.WRONG, "o-1"), (Kind.SLOW, "")):
        noticed = symptom(kind, order=order)
        assert OF_ORDER.look(services.recording(noticed), noticed) is None
    assert looked(OF_ORDER, services, symptom(Kind.SLOW)).suspects == ()


def test_metrics_of_which_nothing_failed_and_nothing_is_slow_tell_nothing(services: Made) -> None:
    services.requests("catalog", "/products", 10, 0.1)
    services.requests("orders", "/orders", 2, 0.01, "POST", 422)
    look = looked(METRICS, services, symptom(Kind.WRONG))
    assert look == Look("metrics", (), queries=1, files=6, lines=2)


def test_whoever_fails_most_is_first(services: Made) -> None:
    services.requests("catalog", "/products/{product_id}/page", 3, 0.1, status=503)
    services.requests("inventory", "/products/{product_id}/stock", 9, 0.1, status=500)
    assert looked(METRICS, services, symptom(Kind.FAILED)).suspects == ("inventory", "catalog")


def test_of_slow_ones_the_called_comes_before_the_caller(services: Made) -> None:
    services.requests("catalog", "/products/{product_id}/page", 3, 1.2)
    services.requests("inventory", "/products/{product_id}/stock", 3, 1.1)
    noticed = symptom(Kind.SLOW, "readProductPage", order="")
    assert looked(METRICS, services, noticed).suspects == ("inventory", "catalog")


@pytest.mark.parametrize(
    ("arm", "feature", "topic"),
    [
        ("monolith", "notifications", "notification_jobs"),
        ("services", "notifications", "orders.events"),
        ("services", "inventory", "inventory.commands"),
    ],
)
def test_failed_messages_are_those_of_who_handles_them(
    tmp_path: Path, arm: str, feature: str, topic: str
) -> None:
    left = made(tmp_path, arm)
    left.messages(feature, topic, 4, 0.1, "failed")
    assert looked(METRICS, left, symptom(Kind.WRONG)).suspects == (feature,)


def test_of_failed_spans_those_count_below_which_nothing_failed(services: Made) -> None:
    outer = services.span("catalog", "GET /products/{product_id}/page", "", 0, 50, failed=True)
    services.span("recommendations", "GET recommendations", outer, 1, 5)
    services.span("inventory", "GET /products/{product_id}/stock", outer, 2, 40, failed=True)
    assert looked(TRACE, services, symptom(Kind.FAILED)).suspects == ("inventory",)


def test_the_longest_by_itself_is_not_the_one_that_waits_for_another(services: Made) -> None:
    outer = services.span("catalog", "GET /products/{product_id}/page", "", 0, 400)
    services.span("recommendations", "GET recommendations", outer, 1, 100)
    services.span("inventory", "GET inventory", outer, 2, 380)
    assert looked(TRACE, services, symptom(Kind.SLOW)).suspects == ("inventory",)


def test_spans_in_a_ring_are_no_reason_to_hang(services: Made) -> None:
    services.span("catalog", "a", f"{2:016x}", 0, 4, failed=True)
    services.span("inventory", "b", f"{1:016x}", 1, 2, failed=True)
    assert looked(TRACE, services, symptom(Kind.FAILED)).lines == 2


def test_a_trace_that_is_not_there_tells_nothing(services: Made) -> None:
    assert looked(TRACE, services, symptom(Kind.WRONG)) == Look("trace", (), queries=1)


@pytest.mark.parametrize(
    ("operation", "order", "first"),
    [
        ("readProductPage", "", ("catalog", "inventory", "recommendations", "orders")),
        ("placeOrder", "", ("orders", "inventory", "payments", "catalog")),
        ("listNotifications", "o-1", ("notifications", "orders", "inventory", "payments")),
    ],
)
def test_the_contract_tells_whom_an_operation_needs(
    operation: str, order: str, first: tuple[str, ...]
) -> None:
    found = candidates(symptom(Kind.WRONG, operation, order))
    assert found[: len(first)] == first
    assert len(set(found)) == len(found) == 6


@pytest.mark.parametrize("arm", TOPOLOGIES)
def test_a_folder_that_lacks_something_is_no_recording(tmp_path: Path, arm: str) -> None:
    left = made(tmp_path, arm)
    with pytest.raises(NoRecording, match="is no recording"):
        read_recording(left.folder)
    left.recording(symptom(Kind.WRONG))
    (left.folder / "symptom.json").write_text('{"arm":"moon","symptom":null}')
    with pytest.raises(NoRecording, match="unknown arm"):
        read_recording(left.folder)
