"""Calls that leave the process: pooled, with a timeout, a breaker and a bulkhead."""

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from urllib3 import BaseHTTPResponse
from urllib3.connectionpool import connection_from_url
from urllib3.exceptions import HTTPError

from shared_domain.kernel.breaker import Breaker
from shared_domain.kernel.errors import Overloaded, Unavailable
from shared_domain.kernel.protections import PROTECTED, Protections, seconds
from shared_domain.kernel.seeing.here import here, span
from shared_domain.kernel.seeing.span import Kind, Span


class Remote:
    """One callee, at `http://host:port`; connections to it are kept for `threads` threads.

    No answer in time, a broken connection, an answer other than 2xx, one without the field asked
    for, and an open breaker all raise Unavailable: the caller cannot know what happened there.
    `breaks=False` leaves the breaker out, for calls where not asking is worse than waiting. With
    `most` calls under way the next raises Overloaded, so that a callee that is slow holds no more
    threads of the caller than that; 0 sets no bound.
    """

    def __init__(
        self,
        name: str,
        base_url: str,
        timeout_ms: int,
        threads: int,
        breaks: bool = True,
        most: int = 0,
        protections: Protections = PROTECTED,
    ) -> None:
        self._name = name
        self._pool = connection_from_url(base_url, maxsize=threads, timeout=seconds(timeout_ms))
        opens = protections if breaks else replace(protections, failures_to_open=0)
        self._breaker = Breaker(name, opens)
        self._places = threading.Semaphore(most or sys.maxsize)

    @property
    def breaker_state(self) -> str:
        """closed, open or half-open."""
        return self._breaker.state

    def get(self, path: str, field: str) -> Any:
        """The value of `field` in the JSON object that comes back."""
        return self._field(self._call("GET", path, {}, None), field)

    def post(self, path: str, body: dict[str, Any], field: str) -> Any:
        """The value of `field` in the JSON object that comes back."""
        headers = {"Content-Type": "application/json"}
        return self._field(self._call("POST", path, headers, json.dumps(body).encode()), field)

    def _call(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None
    ) -> BaseHTTPResponse:
        try:
            with self._place(), self._breaker.calling():
                return self._send(method, path, headers, body)
        except HTTPError as error:
            raise Unavailable(f"{self._name} did not answer {method} {path}") from error

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise Overloaded(f"too many wait for {self._name}")
        try:
            yield
        finally:
            self._places.release()

    def _send(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None
    ) -> BaseHTTPResponse:
        said = {"http.request.method": method, "peer.service": self._name}
        with span(f"{method} {self._name}", Kind.CLIENT, said) as seen:
            headers = {"Accept": "application/json"} | _trace_headers() | headers
            answer = self._pool.urlopen(method, path, body, headers, retries=False, redirect=False)
            if seen:
                _tell(seen, answer.status)
        if answer.status >= 500:
            raise Unavailable(f"{self._name} answered {answer.status} to {method} {path}")
        return answer

    def _field(self, answer: BaseHTTPResponse, field: str) -> Any:
        try:
            if 200 <= answer.status < 300:
                return json.loads(answer.data)[field]
        except (ValueError, KeyError, TypeError) as error:
            raise Unavailable(f"{self._name} answered without {field}") from error
        raise Unavailable(f"{self._name} answered {answer.status}")


def _trace_headers() -> dict[str, str]:
    """For the callee to go on with the trace of what is worked on here."""
    now = here()
    return {} if now is None else {"traceparent": now.traceparent}


def _tell(seen: Span, status: int) -> None:
    seen.set("http.response.status_code", status)
    if status >= 500:
        seen.fail(str(status))
