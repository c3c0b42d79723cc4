"""What a replica counts: names and labels as the decision lists them, and never too many."""

import re
from collections.abc import Iterator

import pytest
from prometheus_client import CollectorRegistry, Counter
from prometheus_client.parser import text_string_to_metric_families

from shared_domain.kernel.http.application import http_application
from shared_domain.kernel.http.metrics import metrics_routes
from shared_domain.kernel.seeing.metrics import Metrics
from shared_domain.kernel.seeing.series import MOST, OTHER, Series
from shared_domain.kernel.seeing.tests.harness import DECISION, config
from shared_domain.kernel.seeing.waiting import Waiting

NAME = re.compile(r"`(cleave_[a-z_]+)`")
LABEL = re.compile(r"`([a-z_]+)`")
OURS = "cleave_"
Labels = dict[str, frozenset[str]]


def listed() -> Labels:
    """The labels of each metric in the decision's table."""
    section = DECISION.read_text(encoding="utf-8").split("### Metrics\n")[1].split("\n### ")[0]
    rows = [line.split("|") for line in section.splitlines() if line.startswith("| `cleave_")]
    return {name: frozenset(LABEL.findall(row[3])) for row in rows for name in NAME.findall(row[1])}


def shown(metrics: Metrics) -> Labels:
    """The labels of each metric as Prometheus is told of it."""
    client = http_application("test", [metrics_routes(metrics)]).test_client()
    return {
        sample: frozenset(labels)
        for sample, labels in _samples(client.get("/metrics").get_data(as_text=True))
        if sample.startswith(OURS)
    }


def _samples(text: str) -> Iterator[tuple[str, set[str]]]:
    """A histogram counts under its own name, a counter under that with `_total`."""
    for family in text_string_to_metric_families(text):
        if family.name.endswith("_created"):
            continue
        name = f"{family.name}_total" if family.type == "counter" else family.name
        labels = {label for sample in family.samples for label in sample.labels}
        yield name, labels - {"le"}


@pytest.fixture
def metrics() -> Metrics:
    """Something of each."""
    metrics = Metrics()
    metrics.describe(config())
    metrics.request("orders", "/orders", "POST", 201, 0.01)
    metrics.message("orders.replies", "StepDone", "handled", 0.01)
    metrics.stored("orders.events")
    metrics.published("orders.events")
    metrics.dead_letter("orders.replies")
    metrics.lag("orders.replies", 3)
    metrics.saga("new", "ScreenRisk")
    metrics.watch_pool("requests", lambda: (2, 8))
    metrics.watch_breaker("ranking", lambda: "open")
    metrics.watch_outbox(lambda: 1.5)
    return metrics


def test_they_are_those_of_the_decision(metrics: Metrics) -> None:
    assert shown(metrics) == listed()


def test_one_more_would_be_noticed(metrics: Metrics) -> None:
    Counter("cleave_secrets", "Nobody knows of it.", registry=metrics.registry)
    assert shown(metrics) != listed()


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(name, labels)


def test_what_is_watched_is_read_when_it_is_asked_for(metrics: Metrics) -> None:
    assert value(metrics, "cleave_pool_connections", pool="requests") == 8
    assert value(metrics, "cleave_pool_connections_in_use", pool="requests") == 2
    assert value(metrics, "cleave_breaker_state", callee="ranking") == 2
    assert value(metrics, "cleave_outbox_age_seconds") == 1.5
    assert value(metrics, "cleave_http_threads") == 8


def test_requests_are_counted_by_their_answer_and_timed(metrics: Metrics) -> None:
    labels = {"feature": "orders", "route": "/orders", "method": "POST"}
    for seconds in (0.002, 0.2):
        metrics.request("orders", "/orders", "POST", 503, seconds)
    name = "cleave_http_request_duration_seconds"
    assert value(metrics, f"{name}_count", status="201", **labels) == 1
    assert value(metrics, f"{name}_count", status="503", **labels) == 2
    assert value(metrics, f"{name}_bucket", status="503", le="0.05", **labels) == 1


def test_a_label_that_takes_any_value_ends_as_other() -> None:
    registry = CollectorRegistry()
    who = ("who",)
    series = Series(Counter("asked", "By whom.", who, registry=registry), who)
    for number in range(3 * MOST):
        series.of(str(number)).inc()
    assert registry.get_sample_value("asked_total", {"who": "0"}) == 1
    assert registry.get_sample_value("asked_total", {"who": OTHER}) == 2 * MOST
    assert registry.get_sample_value("asked_total", {"who": str(MOST)}) is None


def test_two_processes_in_one_have_metrics_of_their_own() -> None:
    one, other = Metrics(), Metrics()
    one.stored("orders.events")
    assert value(other, "cleave_outbox_stored_total", topic="orders.events") is None


def test_what_waits_is_as_old_as_the_first_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([10.0, 11.0, 15.0])
    monkeypatch.setattr("shared_domain.kernel.seeing.waiting.time.monotonic", lambda: next(clock))
    waiting = Waiting()
    assert waiting.age_s() == 0
    waiting.begins()
    assert waiting.age_s() == 1
    waiting.begins()
    assert waiting.age_s() == 5
    waiting.is_over()
    assert waiting.age_s() == 0
