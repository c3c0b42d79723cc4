"""What a client sees of the bulkhead, and that no request leaves it one place short."""

import json

import pytest
from flask import Blueprint, Flask

from shared_domain.kernel.bulkhead import Bulkhead
from shared_domain.kernel.errors import UnknownProduct
from shared_domain.kernel.http.application import http_application
from shared_domain.kernel.protections import Protections

NARROW = Protections(slots=2, slots_of_one=1, calls_of_one=1, waiting=4, longest_wait_ms=10)
CALLS = {"catalog.page": ("inventory",)}


@pytest.fixture
def bulkhead() -> Bulkhead:
    return Bulkhead(NARROW, CALLS)


@pytest.fixture
def app(bulkhead: Bulkhead) -> Flask:
    catalog, health = Blueprint("catalog", __name__), Blueprint("health", __name__)
    inventory, metrics = Blueprint("inventory", __name__), Blueprint("metrics", __name__)

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
    return http_application("test", [catalog, inventory, health, metrics], bulkhead)


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
    assert bulkhead._free == NARROW.slots
    assert not +bulkhead._held


def test_one_that_was_refused_gives_back_no_place_that_it_never_had(
    app: Flask, bulkhead: Bulkhead
) -> None:
    held = bulkhead.enter("catalog")
    for _ in range(3):
        assert status(app, "/page") == 503
    assert bulkhead._free == NARROW.slots - 1
    bulkhead.leave(held)
    assert status(app, "/page") == 200


def test_an_operation_is_known_by_what_it_calls(app: Flask, bulkhead: Bulkhead) -> None:
    bulkhead.enter("inventory")
    assert status(app, "/page") == 503
    assert status(app, "/unknown") == 404


@pytest.mark.parametrize("path", ["/live", "/metrics"])
def test_a_process_that_is_busy_answers_those_who_watch_it(
    app: Flask, bulkhead: Bulkhead, path: str
) -> None:
    bulkhead.enter("catalog")
    bulkhead.enter("inventory")
    assert status(app, path) == 200


def test_without_a_bulkhead_all_come_in(app: Flask) -> None:
    free = http_application("free", list(app.blueprints.values()))
    assert status(free, "/page") == 200
