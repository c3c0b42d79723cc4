"""The HTTP client of the load: many greenlets, few connections, one attempt each.

Only the generator's process may import this module: importing Locust patches the interpreter.
"""

import json
from typing import Any

import gevent
from geventhttpclient.client import HTTPClient, HTTPClientPool
from locust.contrib.fasthttp import FastHttpSession, LocustBadStatusCode

from experiments.workload.scoring import NO_RETRY_AFTER, Answer

CONNECTIONS = 4_000
"""More than can ever be in flight, so that no operation waits for a connection of ours."""


class OneAttemptPool(HTTPClientPool):
    """geventhttpclient sends a GET again, up to once per connection of the pool, when the server
    hangs up on it. The lab wants to see that, so the count of attempts is taken away."""

    def __init__(self) -> None:
        """Sockets have no timeouts: `ask` sets one for the whole request, name look-up to body."""
        super().__init__(
            concurrency=CONNECTIONS,
            connection_timeout=None,
            network_timeout=None,
            disable_ipv6=True,
        )

    def get_client(self, url: Any) -> HTTPClient:
        client = super().get_client(url)
        client._connection_pool.size = -1  # one more than this is how often it tries again
        return client


def ask(
    session: FastHttpSession,
    method: str,
    path: str,
    headers: dict[str, str],
    body: bytes | None,
    name: str,
    within_s: float,
) -> Answer:
    """One request with an end, whatever the server does. Never raises for what a server does."""
    broken: list[Exception] = []
    try:
        with gevent.Timeout(max(within_s, 0.001)):
            response = session.request(
                method, path, name=name, headers=headers, data=body, context={"broken": broken}
            )
    except gevent.Timeout as timeout:
        broken.append(timeout)
    if broken:
        return Answer(0, error=_cause(broken[0]))
    raw, error = response.content, _broken_promise(response)
    return Answer(response.status_code, _parsed(raw), len(raw), error)


def _broken_promise(response: Any) -> str:
    """What the contract has and this answer has not; "" where it has all. Who is told that
    something is unavailable is told when to come back."""
    told = response.headers or ()
    return NO_RETRY_AFTER if response.status_code == 503 and "retry-after" not in told else ""


def note_breakage(exception: Exception | None, context: dict[str, Any], **_: object) -> None:
    """Locust's request event: an answer that broke off must not pass for a short one.

    An error status is an answer, so it is none of this one's business.
    """
    if exception is not None and not isinstance(exception, LocustBadStatusCode):
        context["broken"].append(exception)


def _cause(error: Exception) -> str:
    """The name of what went wrong, without the library's own wrapping."""
    return type(getattr(error, "original", None) or error).__name__


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None
