"""Calls that leave the process: pooled, with a timeout and a breaker."""

import json
import sys
from typing import Any

import pybreaker
import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict

from shared_domain.kernel.errors import Unavailable

FAILURES_TO_OPEN = 5
OPEN_FOR_S = 2


class Remote:
    """One callee reached over HTTP by `threads` threads at most.

    No answer in time, a broken connection, an answer other than 2xx, one without the field asked
    for, and an open breaker all raise Unavailable: the caller cannot know what happened there.
    `breaks=False` leaves the breaker out, for calls where not asking is worse than waiting.
    """

    def __init__(
        self, name: str, base_url: str, timeout_ms: int, threads: int, breaks: bool = True
    ) -> None:
        self._name = name
        self._base_url = base_url.rstrip("/")
        self._timeout_s = timeout_ms / 1000
        self._adapter = HTTPAdapter(pool_connections=1, pool_maxsize=threads)
        self._breaker = pybreaker.CircuitBreaker(
            fail_max=FAILURES_TO_OPEN if breaks else sys.maxsize, reset_timeout=OPEN_FOR_S
        )

    def get(self, path: str, field: str) -> Any:
        """The value of `field` in the JSON object that comes back."""
        return self._field(self._call("GET", path, {}, None), field)

    def post(self, path: str, body: dict[str, Any], field: str) -> Any:
        """The value of `field` in the JSON object that comes back."""
        content = json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "Content-Length": str(len(content))}
        return self._field(self._call("POST", path, headers, content), field)

    def _call(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None
    ) -> requests.Response:
        try:
            with self._breaker.calling():  # not .call(), which lets one thread in at a time
                return self._send(method, path, headers, body)
        except pybreaker.CircuitBreakerError as error:
            raise Unavailable(f"{self._name} was failing; not asked again yet") from error
        except requests.RequestException as error:
            raise Unavailable(f"{self._name} did not answer {method} {path}") from error

    def _send(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None
    ) -> requests.Response:
        """Straight to the adapter: a requests.Session would look after cookies, redirects and
        proxies, of which there are none here, and double the cost of the call."""
        request = requests.PreparedRequest()
        request.method, request.url, request.body = method, self._base_url + path, body
        request.headers = CaseInsensitiveDict({"Accept": "application/json"} | headers)
        answer = self._adapter.send(request, timeout=self._timeout_s)
        _ = answer.content  # read to its end, so that the connection serves the next call
        if answer.status_code >= 500:
            answer.raise_for_status()
        return answer

    def _field(self, answer: requests.Response, field: str) -> Any:
        try:
            if answer.ok:
                return answer.json()[field]
        except (ValueError, KeyError, TypeError) as error:
            raise Unavailable(f"{self._name} answered without {field}") from error
        raise Unavailable(f"{self._name} answered {answer.status_code}")
