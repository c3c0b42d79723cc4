"""Every error the shop can raise, as a client sees it."""

import json
import logging
from typing import Any

import psycopg
import pytest
from flask import Blueprint, Flask
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from shared_domain.kernel import errors
from shared_domain.kernel.errors import ProblemError, Reason, Refused, Unavailable
from shared_domain.kernel.http.application import http_application

MISTAKES = [
    (errors.MalformedJson, 400, "malformed-json"),
    (errors.CustomerRequired, 401, "customer-required"),
    (errors.NotFound, 404, "not-found"),
    (errors.UnknownProduct, 404, "unknown-product"),
    (errors.UnknownOrder, 404, "unknown-order"),
    (errors.UnknownCustomer, 404, "unknown-customer"),
    (errors.InvalidRequest, 422, "invalid-request"),
    (errors.UnknownProductInOrder, 422, "unknown-product-in-order"),
    (errors.IdempotencyKeyReused, 422, "idempotency-key-reused"),
]
INVALIDATED = IntegrityError("SELECT", {}, Exception("gone"), connection_invalidated=True)


def asked(error: Exception) -> TestResponse:
    """The answer of an operation that raises this."""
    routes = Blueprint("test", __name__)

    @routes.get("/fails")
    def fail() -> str:
        raise error

    return http_application("test", [routes]).test_client().get("/fails")


def assert_problem(answer: TestResponse, status: int, slug: str) -> dict[str, Any]:
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    told: dict[str, Any] = json.loads(answer.data)
    assert list(told) == ["type", "title", "status", "detail"]
    assert told["type"] == f"urn:cleave:problem:{slug}"
    assert told["status"] == status
    return told


def subclasses(kind: type[ProblemError]) -> set[type[ProblemError]]:
    children = set(kind.__subclasses__())
    return children.union(*(subclasses(child) for child in children))


def test_no_kind_of_mistake_is_left_out_below() -> None:
    assert {kind for kind, _, _ in MISTAKES} == subclasses(ProblemError)


@pytest.mark.parametrize(("kind", "status", "slug"), MISTAKES)
def test_a_mistake_is_told_with_its_own_status_and_type(
    kind: type[ProblemError], status: int, slug: str
) -> None:
    told = assert_problem(asked(kind("It is about p-0001.")), status, slug)
    assert told["detail"] == "It is about p-0001."
    assert told["title"] == kind.title


def test_a_mistake_without_a_word_is_told_by_its_title() -> None:
    assert asked(errors.UnknownOrder()).get_json(force=True)["detail"] == "No such order"


@pytest.mark.parametrize(
    "error",
    [
        Unavailable("the outside did not answer"),
        OperationalError("SELECT", {}, psycopg.OperationalError("server closed the connection")),
        PoolTimeout("no connection within 1 s"),
        INVALIDATED,
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_cannot_be_reached_is_503_and_says_when_to_come_back(error: Exception) -> None:
    answer = asked(error)
    told = assert_problem(answer, 503, "unavailable")
    assert answer.headers["Retry-After"] == "1"
    assert "server closed" not in told["detail"]


@pytest.mark.parametrize(
    "error",
    [
        ValueError("order o-1 is settled already"),
        RecursionError(),
        Refused(Reason.OUT_OF_STOCK),
        IntegrityError("INSERT", {}, Exception("duplicate key")),
        InterfaceError("SELECT", {}, Exception("misused")),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_bug_is_500_logged_and_keeps_its_secrets(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = asked(error)
    told = assert_problem(answer, 500, "internal")
    assert type(error).__name__ in caplog.text
    assert str(error) == "" or str(error) not in told["detail"]


@pytest.mark.parametrize(
    ("method", "path", "status", "slug"),
    [
        ("GET", "/nothing", 404, "not-found"),
        ("GET", "/fails/", 404, "not-found"),
        ("GET", "//fails", 404, "not-found"),
        ("POST", "/fails", 405, "method-not-allowed"),
        ("OPTIONS", "/fails", 405, "method-not-allowed"),
    ],
)
def test_what_flask_refuses_is_a_problem_too(
    method: str, path: str, status: int, slug: str
) -> None:
    app = http_application("test", [])
    app.get("/fails")(lambda: "")
    answer = app.test_client().open(path, method=method)
    assert_problem(answer, status, slug)
    assert (answer.headers.get("Allow") is not None) == (status == 405)


def test_a_status_without_a_slug_of_its_own_still_has_one() -> None:
    class Teapot(HTTPException):
        code = 418
        description = "short and stout"

    assert_problem(asked(Teapot()), 418, "http-error")


def test_json_keeps_its_order_and_wastes_no_bytes() -> None:
    app: Flask = http_application("test", [])
    app.get("/object")(lambda: {"b": 1, "a": [1, 2]})
    assert app.test_client().get("/object").data == b'{"b":1,"a":[1,2]}\n'
