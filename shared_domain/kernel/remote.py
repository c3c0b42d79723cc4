"""Calls that leave the process: pooled, with a timeout and a breaker."""

import json
import sys
from typing import Any

import pybreaker
from urllib3 import BaseHTTPResponse
from urllib3.connectionpool import connection_from_url
from urllib3.exceptions import HTTPError

from shared_domain.kernel.errors import Unavailable
from shared_domain.kernel.seeing.here import here, span
from shared_domain.kernel.seeing.span import Kind, Span

FAILURES_TO_OPEN = 5
OPEN_FOR_S = 2


class Remote:
    """One callee, at `http://host:port`, reached by `threads` threads at most.

    No answer in time, a broken connection, an answer other than 2xx, one without the field asked
    for, and an open breaker all raise Unavailable: the caller cannot know what happened there.
    `breaks=False` leaves the breaker out, for calls where not asking is worse than waiting.
    """

    def __init__(
        self, name: str, base_url: str, timeout_ms: int, threads: int, breaks: bool = True
    ) -> None:
        self._name = name
        self._pool = connection_from_url(base_url, maxsize=threads, timeout=timeout_ms / 1000)
        self._breaker = pybreaker.CircuitBreaker(
            fail_max=FAILURES_TO_OPEN if breaks else sys.maxsize, reset_timeout=OPEN_FOR_S
        )

    @property
    def breaker_state(self) -> str:
        """closed, open or half-open."""
        return self._breaker.current_state

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
            with self._breaker.calling():  # not .call(), which lets one thread in at a time
                return self._send(method, path, headers, body)
        except pybreaker.CircuitBreakerError as error:
            raise Unavailable(f"{self._name} was failing; not asked again yet") from error
        except HTTPError as error:
            raise Unavailable(f"{self._name} did not answer {method} {path}") from error

    def _send(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None
    ) -> BaseHTTPResponse:
        said = {"http.request.method": method, "peer.service": self._name}
        with span(f"{method} {self._name}", Kind.CLIENT, said) as seen:
            headers = {"Accept": "application/json"} | _trace_headers() | headers
            answer = self._pool.urlopen(
                method, path, body, headers, retries=False, redirect=False
            )
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
