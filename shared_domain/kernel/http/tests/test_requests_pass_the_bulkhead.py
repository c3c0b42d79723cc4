"""What a client sees of the bulkhead, and that no request leaves it one place short."""

import json

import pytest
from flask import Blueprint, Flask

from shared_domain.kernel.bulkhead import SLOTS, Bulkhead
from shared_domain.kernel.errors import UnknownProduct
from shared_domain.kernel.http.application import http_application
from shared_domain.kernel.protections import Protections
from shared_domain.kernel.seeing.metrics import Metrics
from shared_domain.kernel.seeing.seeing import Seeing
from shared_domain.kernel.seeing.tracing import NoTracing

NARROW = Protections(slots=2, slots_of_one=1, calls_of_one=1, waiting=4, longest_wait_ms=10)
CALLS = {"catalog.page": ("inventory",)}
REQUESTS = "cleave_http_request_duration_seconds_count"


@pytest.fixture
def bulkhead() -> Bulkhead:
    return Bulkhead(NARROW, CALLS)


@pytest.fixture
def counted() -> Metrics:
    return Metrics()


@pytest.fixture
def app(bulkhead: Bulkhead, counted: Metrics) -> Flask:
    catalog, health = Blueprint("catalog", __name__), Blueprint("health", __name__)
    inventory, metrics = Blueprint("inventory", __name__), Blueprint("metrics", __name__)
    letters = Blueprint("dead_letters", __name__)

    @catalog.get("/page")
    def page() -> str:
        return "a page"

    @catalog.get("/unknown")
    def unknown() -> str:
        raise UnknownProduct("There is no such product.")

    @catalog.get("/broken")
    def broken() -> str:
        raise LookupError("a mistake of ours")

    @inventory.get("/stock")
    def stock() -> str:
        return "7"

    health.get("/live")(lambda: "alive")
    metrics.get("/metrics")(lambda: "some")
    letters.get("/letters")(lambda: "none")
    blueprints = [catalog, inventory, health, metrics, letters]
    return http_application("test", blueprints, Seeing(counted, NoTracing()), bulkhead)


def status(app: Flask, path: str) -> int:
    return app.test_client().get(path).status_code


def test_who_finds_no_place_is_told_when_to_come_back(app: Flask, bulkhead: Bulkhead) -> None:
    bulkhead.enter("catalog")
    answer = app.test_client().get("/page")
    told = json.loads(answer.data)
    assert (answer.status_code, told["type"]) == (503, "urn:cleave:problem:unavailable")
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Retry-After"] == "1"


@pytest.mark.parametrize(
    ("path", "answered"), [("/page", 200), ("/unknown", 404), ("/broken", 500), ("/none", 404)]
)
def test_whatever_comes_of_a_request_its_place_is_given_back(
    app: Flask, bulkhead: Bulkhead, path: str, answered: int
) -> None:
    for _ in range(2 * NARROW.slots):
        assert status(app, path) == answered
    assert not +bulkhead._held


def test_one_that_was_refused_gives_back_no_place_that_it_never_had(
    app: Flask, bulkhead: Bulkhead
) -> None:
    held = bulkhead.enter("catalog")
    for _ in range(3):
        assert status(app, "/page") == 503
    assert bulkhead._held[SLOTS] == 1
    bulkhead.leave(held)
    assert status(app, "/page") == 200


def test_an_operation_is_known_by_what_it_calls(app: Flask, bulkhead: Bulkhead) -> None:
    bulkhead.enter("inventory")
    assert status(app, "/page") == 503
    assert status(app, "/unknown") == 404


def test_who_is_refused_is_counted_and_in_flight_no_more(
    app: Flask, bulkhead: Bulkhead, counted: Metrics
) -> None:
    bulkhead.enter("catalog")
    assert status(app, "/page") == 503
    labels = {"feature": "catalog", "route": "/page", "method": "GET", "status": "503"}
    assert counted.registry.get_sample_value(REQUESTS, labels) == 1
    assert counted.registry.get_sample_value("cleave_http_requests_in_flight") == 0


@pytest.mark.parametrize("path", ["/live", "/metrics", "/letters"])
def test_a_process_that_is_busy_answers_those_who_watch_it_and_mend_what_it_gave_up(
    app: Flask, bulkhead: Bulkhead, path: str
) -> None:
    bulkhead.enter("catalog")
    bulkhead.enter("inventory")
    assert status(app, path) == 200


def test_without_a_bulkhead_all_come_in(app: Flask) -> None:
    routes = [each for each in app.blueprints.values() if isinstance(each, Blueprint)]
    free = http_application("free", routes)
    assert status(free, "/page") == 200
