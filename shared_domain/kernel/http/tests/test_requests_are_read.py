"""Bodies, queries and headers, before any rule sees them."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import jsonify
from flask.testing import FlaskClient

from shared_domain.kernel.http import requests
from shared_domain.kernel.http.application import MAX_BODY_BYTES, http_application

TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


VIEWS: dict[str, Callable[..., Any]] = {
    "/body": lambda: jsonify(requests.json_body()),
    "/ignored": lambda: ("", 204),
    "/customer": lambda: jsonify(requests.customer_id()),
    "/trace": lambda: jsonify(requests.traceparent()),
    "/number": lambda: jsonify(requests.query_number("n", default=7, lowest=1, highest=50)),
    "/text": lambda: jsonify(requests.query_text("q")),
    "/<anything>": lambda anything: jsonify(anything),
}


@pytest.fixture
def client() -> FlaskClient:
    app = http_application("test", [])
    for path, view in VIEWS.items():
        app.add_url_rule(path, endpoint=path, view_func=view, methods=["GET", "POST"])
    return app.test_client()


class Body(io.BytesIO):
    """Remembers whether anything was left unread, as the server would notice."""

    @property
    def left(self) -> int:
        return len(self.getbuffer()) - self.tell()


def slug_of(answer: Any) -> str:
    return str(answer.get_json(force=True)["type"]).rpartition(":")[2]


@pytest.mark.parametrize(
    "kind", ["application/json", "application/json; charset=utf-8", "application/vnd.shop+json"]
)
def test_json_is_read(client: FlaskClient, kind: str) -> None:
    assert client.post("/body", data=b'{"a": 1}', content_type=kind).json == {"a": 1}


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", None])
def test_what_is_not_called_json_is_415(client: FlaskClient, kind: str | None) -> None:
    answer = client.post("/body", data=b"{}", content_type=kind)
    assert (answer.status_code, slug_of(answer)) == (415, "unsupported-media-type")


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\x00", b"\xff\xfe\xfd", b"[" * 60_000, b"1" * 5_000],
    ids=lambda body: repr(body[:5]),
)
def test_what_is_not_json_is_400(client: FlaskClient, body: bytes) -> None:
    answer = client.post("/body", data=body, content_type="application/json")
    assert (answer.status_code, slug_of(answer)) == (400, "malformed-json")


@pytest.mark.parametrize("path", ["/body", "/ignored", "/nothing/here"])
@pytest.mark.parametrize("in_chunks", [False, True])
def test_a_body_above_the_limit_is_413_and_read_all_the_same(
    client: FlaskClient, path: str, in_chunks: bool
) -> None:
    body = Body(b" " * (256 * 1024))
    answer = client.post(path, **sending(body, in_chunks))
    assert (answer.status_code, slug_of(answer)) == (413, "body-too-large")
    assert body.left == 0


@pytest.mark.parametrize("in_chunks", [False, True])
def test_a_body_at_the_limit_is_taken(client: FlaskClient, in_chunks: bool) -> None:
    body = Body(b'{"a": 1}'.ljust(MAX_BODY_BYTES))
    assert client.post("/body", **sending(body, in_chunks)).json == {"a": 1}


@pytest.mark.parametrize("path", ["/ignored", "/nothing/here", "/customer"])
def test_a_body_nobody_wants_is_read_before_the_answer(client: FlaskClient, path: str) -> None:
    """An unread body makes the server close a connection that the gateway still trusts."""
    body = Body(b"{}" * 1000)
    client.post(path, **sending(body, in_chunks=False))
    assert body.left == 0


@pytest.mark.parametrize("header", [None, "", "c-1", "c-000011", "C-00001", "c-0000x", "p-0001"])
def test_who_is_no_customer_is_401(client: FlaskClient, header: str | None) -> None:
    answer = client.get("/customer", headers={} if header is None else {"X-Customer-Id": header})
    assert (answer.status_code, slug_of(answer)) == (401, "customer-required")


def test_a_customer_is_known_by_the_header(client: FlaskClient) -> None:
    assert client.get("/customer", headers={"X-Customer-Id": "c-00042"}).json == "c-00042"


def test_a_trace_is_followed(client: FlaskClient) -> None:
    assert client.get("/trace", headers={"traceparent": TRACE}).json == TRACE
    assert client.get("/trace").json != TRACE


@pytest.mark.parametrize(("query", "number"), [("", 7), ("?n=1", 1), ("?n=50", 50), ("?n=050", 50)])
def test_a_number_in_its_range_is_read(client: FlaskClient, query: str, number: int) -> None:
    assert client.get(f"/number{query}").json == number


@pytest.mark.parametrize(
    "text",
    ["", "0", "51", "-1", "+5", "1.0", "1e1", "x", " 1", "%D9%A1", "0000000501", "9" * 5_000],
    ids=lambda text: text[:12],
)
def test_any_other_number_is_422(client: FlaskClient, text: str) -> None:
    answer = client.get(f"/number?n={text}")
    assert (answer.status_code, slug_of(answer)) == (422, "invalid-request")


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("", None),
        ("?q=lamp", "lamp"),
        ("?q=%20", " "),
        ("?q=%E2%98%83", "\u2603"),
        ("?q=%FF", "%FF"),
        ("?q=" + "x" * 100, "x" * 100),
        ("?q=" + "%E2%98%83" * 100, "\u2603" * 100),
    ],
    ids=lambda value: str(value)[:12],
)
def test_text_is_read(client: FlaskClient, query: str, text: str | None) -> None:
    assert client.get(f"/text{query}").json == text


@pytest.mark.parametrize("text", ["", "x" * 101, "a%00b", "%0A", "%1B", "%7F"])
def test_empty_long_or_unprintable_text_is_422(client: FlaskClient, text: str) -> None:
    answer = client.get(f"/text?q={text}")
    assert (answer.status_code, slug_of(answer)) == (422, "invalid-request")


def test_a_nul_in_the_path_is_not_found(client: FlaskClient) -> None:
    answer = client.get("/some%00thing")
    assert (answer.status_code, slug_of(answer)) == (404, "not-found")


def test_bytes_in_the_path_that_are_no_text_do_no_harm(client: FlaskClient) -> None:
    assert client.get("/%FF").json == "\ufffd"


def sending(body: Body, in_chunks: bool) -> dict[str, Any]:
    """Client options that send this body with its length, or in chunks as granian hands them on."""
    length = len(body.getbuffer())
    return {
        "input_stream": body,
        "content_type": "application/json",
        "headers": {"Transfer-Encoding": "chunked"} if in_chunks else {},
        "content_length": None if in_chunks else length,
        "environ_overrides": {"wsgi.input_terminated": True},
    }
