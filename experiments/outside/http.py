"""The little HTTP the outside world needs: JSON in, JSON or problem+json out."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

Json = dict[str, Any]
Receive = Callable[[], Awaitable[Json]]
Send = Callable[[Json], Awaitable[None]]

BODY_LIMIT = 64 * 1024


class ProblemError(Exception):
    def __init__(self, status: int, slug: str, detail: str, headers: dict[str, str] | None = None):
        super().__init__(detail)
        self.status, self.slug, self.headers = status, slug, headers or {}

    def as_json(self) -> Json:
        title = self.slug.replace("-", " ").capitalize()
        kind = f"urn:cleave:problem:{self.slug}"
        return {"type": kind, "title": title, "status": self.status, "detail": str(self)}


class NonsenseError(Exception):
    """Told to answer with what is no answer."""


async def body_of(receive: Receive) -> Json:
    raw = b""
    more = True
    while more:
        message = await receive()
        raw += message.get("body", b"")
        more = message.get("more_body", False)
        if len(raw) > BODY_LIMIT:
            raise ProblemError(413, "body-too-large", f"more than {BODY_LIMIT} bytes")
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise ProblemError(400, "malformed-json", "the body is not JSON") from None
    if not isinstance(body, dict):
        raise ProblemError(400, "malformed-json", "the body is not a JSON object")
    return body


def text_of(body: Json, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise ProblemError(422, "invalid-request", f"{name} must be a text")
    return value


async def send_json(send: Send, status: int, body: Json, headers: dict[str, str]) -> None:
    kind = "application/json" if status < 400 else "application/problem+json"
    await _send(send, status, kind, json.dumps(body).encode(), headers)


async def send_page(send: Send, page: str) -> None:
    """200, and what a proxy or a wrong address answers with."""
    await _send(send, 200, "text/html", page.encode(), {})


async def _send(send: Send, status: int, kind: str, raw: bytes, headers: dict[str, str]) -> None:
    fields = {"content-type": kind, "content-length": str(len(raw)), **headers}
    encoded = [(name.encode(), value.encode()) for name, value in fields.items()]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": raw})
