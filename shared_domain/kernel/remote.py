"""Calls that leave the process: pooled, with a timeout and a breaker."""

import json
import sys
from typing import Any

import pybreaker

from shared_domain.kernel.connections import Answer, Connections, NoAnswer
from shared_domain.kernel.errors import Unavailable

FAILURES_TO_OPEN = 5
OPEN_FOR_S = 2
GET_HEADERS = {"Accept": "application/json"}
POST_HEADERS = {**GET_HEADERS, "Content-Type": "application/json"}


class Remote:
    """One callee reached over HTTP.

    No answer in time, a broken connection, an answer other than 2xx, one without the field asked
    for, and an open breaker all raise Unavailable: the caller cannot know what happened there.
    `breaks=False` leaves the breaker out, for calls where not asking is worse than waiting.
    """

    def __init__(self, name: str, base_url: str, timeout_ms: int, breaks: bool = True) -> None:
        self._name = name
        self._connections = Connections(base_url, timeout_ms / 1000)
        self._breaker = pybreaker.CircuitBreaker(
            fail_max=FAILURES_TO_OPEN if breaks else sys.maxsize, reset_timeout=OPEN_FOR_S
        )

    def get(self, path: str, field: str) -> Any:
        """The value of `field` in the JSON object that comes back."""
        return self._field(self._call("GET", path, GET_HEADERS, None), field)

    def post(self, path: str, body: dict[str, Any], field: str) -> Any:
        """The value of `field` in the JSON object that comes back."""
        content = json.dumps(body).encode()
        return self._field(self._call("POST", path, POST_HEADERS, content), field)

    def _call(self, method: str, path: str, headers: dict[str, str], body: bytes | None) -> Answer:
        try:
            with self._breaker.calling():  # not .call(), which lets one thread in at a time
                answer = self._connections.ask(method, path, headers, body)
                if answer[0] >= 500:
                    raise NoAnswer(f"status {answer[0]}")
                return answer
        except pybreaker.CircuitBreakerError as error:
            raise Unavailable(f"{self._name} was failing; not asked again yet") from error
        except NoAnswer as error:
            raise Unavailable(f"{self._name} did not answer {method} {path}") from error

    def _field(self, answer: Answer, field: str) -> Any:
        status, body = answer
        if not 200 <= status < 300:
            raise Unavailable(f"{self._name} answered {status}")
        try:
            return json.loads(body)[field]
        except (ValueError, KeyError, TypeError) as error:
            raise Unavailable(f"{self._name} answered without {field}") from error
