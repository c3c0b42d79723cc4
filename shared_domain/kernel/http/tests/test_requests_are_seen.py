"""Requests, as metrics, logs and traces tell of them."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Blueprint, Response
from flask.testing import FlaskClient

from shared_domain.kernel.http.application import http_application
from shared_domain.kernel.http.health import health_routes
from shared_domain.kernel.http.metrics import metrics_routes
from shared_domain.kernel.http.requests import traceparent
from shared_domain.kernel.http.seen import OLDEST_NS, gateway_began_ns
from shared_domain.kernel.seeing.here import here
from shared_domain.kernel.seeing.metrics import Metrics
from shared_domain.kernel.seeing.seeing import Seeing
from shared_domain.kernel.seeing.tests.harness import SAMPLED, TRACE, UNSAMPLED, Recorder
from shared_domain.kernel.seeing.tracing import NoTracing, Tracing

NOW_NS = 1_795_788_201_500_000_000
COUNT = "cleave_http_request_duration_seconds_count"
Shop = Callable[[Tracing], FlaskClient]


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[Recorder]:
    recorder = Recorder(tmp_path / "spans.jsonl")
    yield recorder
    recorder.tracing.close()


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def shop(metrics: Metrics) -> Shop:
    """A little of the shop, and what it says of the place it is asked at."""
    routes = Blueprint("orders", __name__)

    @routes.post("/orders")
    def place() -> tuple[Response, int, dict[str, str]]:
        return Response(traceparent()), 201, {"Location": "/orders/o-1"}

    @routes.get("/orders/<order_id>")
    def read(order_id: str) -> dict[str, Any]:
        now = here()
        assert now is not None
        return {"feature": now.feature, "order": now.order, "asked": order_id}

    @routes.get("/fails")
    def fail() -> str:
        raise ValueError("c-00001")

    def shop(tracing: Tracing) -> FlaskClient:
        beside = [health_routes({}, {}), metrics_routes(metrics)]
        return http_application("shop", [routes, *beside], Seeing(metrics, tracing)).test_client()

    return shop


def counted(metrics: Metrics, status: int, route: str, method: str, feature: str) -> float | None:
    labels = {"feature": feature, "route": route, "method": method, "status": str(status)}
    return metrics.registry.get_sample_value(COUNT, labels)


def test_a_request_is_counted_by_feature_route_method_and_answer(
    shop: Shop, metrics: Metrics
) -> None:
    client = shop(NoTracing())
    client.post("/orders")
    client.get("/orders/o-1")
    client.get("/orders/o-2")
    assert counted(metrics, 201, "/orders", "POST", "orders") == 1
    assert counted(metrics, 200, "/orders/{order_id}", "GET", "orders") == 2


@pytest.mark.parametrize("path", [f"/nothing/{number}" for number in range(3)] + ["/orders"])
def test_what_is_not_known_beforehand_is_other(shop: Shop, metrics: Metrics, path: str) -> None:
    shop(NoTracing()).open(path, method="BREW")
    status = 405 if path == "/orders" else 404
    assert counted(metrics, status, "other", "other", "other") == 1


def test_a_mistake_of_ours_is_counted_as_one(shop: Shop, metrics: Metrics) -> None:
    shop(NoTracing()).get("/fails")
    assert counted(metrics, 500, "/fails", "GET", "orders") == 1


def test_whoever_is_answered_is_in_flight_no_more(shop: Shop, metrics: Metrics) -> None:
    client = shop(NoTracing())
    for path in ("/orders/o-1", "/fails", "/nothing", "/metrics"):
        client.get(path)
    assert metrics.registry.get_sample_value("cleave_http_requests_in_flight") == 0
    assert here() is None


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/metrics"])
def test_probes_are_not_seen(shop: Shop, metrics: Metrics, recorder: Recorder, path: str) -> None:
    assert shop(recorder.tracing).get(path).status_code == 200
    assert recorder.spans() == []
    assert COUNT not in str(list(metrics.registry.collect()))


def test_what_is_worked_on_is_known_within_the_request(shop: Shop) -> None:
    answer = shop(NoTracing()).get("/orders/o-7")
    assert answer.json == {"feature": "orders", "order": "o-7", "asked": "o-7"}


def test_an_order_that_was_placed_is_told_by_its_address(
    shop: Shop, recorder: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        answer = shop(recorder.tracing).post("/orders", headers={"traceparent": SAMPLED})
    (request,) = recorder.spans()
    assert (request.name, request.kind, request.trace) == ("POST /orders", 2, TRACE)
    assert request.attributes == {
        "cleave.feature": "orders",
        "cleave.order": "o-1",
        "http.request.method": "POST",
        "http.route": "/orders",
        "http.response.status_code": "201",
    }
    assert answer.get_data(as_text=True)[:52] == f"00-{TRACE}-{request.own}"
    assert "POST /orders 201" in caplog.messages


@pytest.mark.parametrize("header", [UNSAMPLED, None])
def test_a_request_that_is_not_sampled_writes_nothing(
    shop: Shop, caplog: pytest.LogCaptureFixture, header: str | None
) -> None:
    headers = {"traceparent": header} if header else {}
    with caplog.at_level(logging.INFO):
        answer = shop(NoTracing()).post("/orders", headers=headers).get_data(as_text=True)
    assert caplog.messages == []
    assert (answer == UNSAMPLED) == (header is not None)


def test_a_request_that_fails_has_a_span_that_failed(shop: Shop, recorder: Recorder) -> None:
    shop(recorder.tracing).get("/fails", headers={"traceparent": SAMPLED})
    (request,) = recorder.spans()
    assert (request.is_error, request.attributes["error.type"]) == (True, "500")
    assert "c-00001" not in str(request)


def test_the_gateways_span_is_around_the_replicas(
    shop: Shop, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared_domain.kernel.http.seen.time_ns", lambda: NOW_NS)
    headers = {"traceparent": SAMPLED, "X-Request-Start": "t=1795788201.407123"}
    shop(recorder.tracing).post("/orders", headers=headers)
    spans = {each.name: each for each in recorder.spans()}
    gateway, request = spans["gateway"], spans["POST /orders"]
    assert gateway.start_ns == 1_795_788_201_407_123_000
    assert (gateway.parent, request.parent) == ("b7ad6b7169203331", gateway.own)
    assert gateway.attributes["cleave.part"] == "gateway"
    assert gateway.attributes["cleave.order"] == "o-1"


@pytest.mark.parametrize(
    ("header", "began_ns"),
    [
        (None, None),
        ("", None),
        ("t=", None),
        ("now", None),
        ("t=1795788201.407123, t=1", None),
        ("t=99999999999.1", None),
        ("t=1795788201.600000", None),
        (f"t={(NOW_NS - OLDEST_NS) // 10**9 - 1}.0", None),
        ("t=1795788201.5", NOW_NS),
        ("t=1795788201.000001", NOW_NS - 499_999_000),
    ],
)
def test_only_a_time_that_can_be_is_taken_for_the_gateways(
    header: str | None, began_ns: int | None
) -> None:
    assert gateway_began_ns(header, NOW_NS) == began_ns


OPEN_METRICS = {"Accept": "application/openmetrics-text; version=1.0.0"}


def buckets_with_examples(client: FlaskClient) -> list[str]:
    """The buckets that name a trace, as Prometheus is told of them."""
    text = client.get("/metrics", headers=OPEN_METRICS).get_data(as_text=True)
    assert text.endswith("# EOF\n")
    return [line for line in text.splitlines() if "_bucket{" in line and " # {" in line]


def test_a_slow_bucket_names_a_trace_that_was_as_slow(shop: Shop, recorder: Recorder) -> None:
    client = shop(recorder.tracing)
    client.post("/orders", headers={"traceparent": SAMPLED})
    (bucket,) = buckets_with_examples(client)
    assert 'route="/orders"' in bucket
    assert f'# {{trace_id="{TRACE}"}}' in bucket


@pytest.mark.parametrize("header", [UNSAMPLED, None])
def test_no_bucket_names_a_trace_that_nobody_recorded(shop: Shop, header: str | None) -> None:
    client = shop(NoTracing())
    client.post("/orders", headers={"traceparent": header} if header else {})
    assert buckets_with_examples(client) == []


def test_who_does_not_ask_for_examples_gets_the_text_that_everybody_reads(
    shop: Shop, recorder: Recorder
) -> None:
    client = shop(recorder.tracing)
    client.post("/orders", headers={"traceparent": SAMPLED})
    answer = client.get("/metrics")
    assert answer.mimetype == "text/plain"
    assert TRACE not in answer.get_data(as_text=True)
