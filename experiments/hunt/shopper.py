"""A customer who knows the trace of each request, since every one begins a trace of its own."""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import requests

from experiments.hunt.symptom import Kind, Symptom

OK, CREATED, REUSED = 200, 201, 422
"""What the contract answers, the last where a key was used for something else."""

CUSTOMER: Final = "c-00042"
TIMEOUT_S: Final = 2.0
LOOK_EVERY_S, ASK_EVERY_S = 0.05, 0.25
PATIENCE_S: Final = 5.0
"""For an order to be final, and for the customer to be told of it."""

Pause = Callable[[float], None]
Clock = Callable[[], float]
"""Seconds that only grow."""

Lines = Mapping[str, int]
"""Units by product id."""


@dataclass(frozen=True)
class Answer:
    """`status` is 0 where there was none in time. `took_s` is until the answer, of an order until
    it was seen to be final."""

    operation: str
    status: int
    body: Mapping[str, Any]
    took_s: float
    trace: str
    since: str

    def symptom(self, kind: Kind, told: str, about: "Answer | None" = None) -> Symptom:
        """That something is amiss with it. An order that it is `about` began earlier, and the
        reason for which that was refused, if it was, is not what is amiss."""
        order_id = (about or self).body.get("order_id") or ""
        reason = "" if about else self.body.get("reason") or ""
        since = (about or self).since
        return Symptom(kind, self.operation, told, since, self.trace, order_id, reason)


class Shopper:
    """Asks through the gateway."""

    def __init__(
        self,
        url: str,
        session: requests.Session,
        pause: Pause = time.sleep,
        clock: Clock = time.monotonic,
    ) -> None:
        self._url = url
        self._session = session
        self._pause = pause
        self._clock = clock

    def read(self, operation: str, path: str, customer: str) -> Answer:
        return self._ask(operation, "GET", path, {"X-Customer-Id": customer}, None)

    def place(self, customer: str, lines: Lines, key: str = "") -> Answer:
        """The order as it was taken."""
        headers = {"X-Customer-Id": customer, "Idempotency-Key": key or secrets.token_hex(8)}
        wanted = [{"product_id": name, "quantity": units} for name, units in lines.items()]
        return self._ask("placeOrder", "POST", "/orders", headers, {"lines": wanted})

    def order(self, customer: str, lines: Lines) -> Answer:
        """The order as it became final; PENDING if it did not in PATIENCE_S. `took_s` counts from
        its placing."""
        began = self._clock()
        placed = self.place(customer, lines)
        if placed.status != CREATED:
            return placed
        body = placed.body
        while body["status"] == "PENDING" and self._clock() - began < PATIENCE_S:
            self._pause(LOOK_EVERY_S)
            seen = self.read("readOrder", f"/orders/{body['order_id']}", customer)
            body = seen.body if seen.status == OK else body
        took_s = self._clock() - began
        return Answer("placeOrder", placed.status, body, took_s, placed.trace, placed.since)

    def until(self, ask: Callable[[], Answer], is_there: Callable[[Answer], bool]) -> Answer:
        """The first answer that has what is waited for, or the last one after PATIENCE_S."""
        began = self._clock()
        answer = ask()
        while not is_there(answer) and self._clock() - began < PATIENCE_S:
            self._pause(ASK_EVERY_S)
            answer = ask()
        return answer

    def _ask(
        self, operation: str, method: str, path: str, headers: Mapping[str, str], body: Any
    ) -> Answer:
        trace, since = secrets.token_hex(16), datetime.now(UTC).isoformat()
        begun = {"traceparent": f"00-{trace}-{secrets.token_hex(8)}-01"}
        began = self._clock()
        try:
            answer = self._session.request(
                method, self._url + path, json=body, headers={**headers, **begun}, timeout=TIMEOUT_S
            )
            status, said = answer.status_code, _object(answer)
        except requests.RequestException:
            status, said = 0, {}
        return Answer(operation, status, said, self._clock() - began, trace, since)


def _object(answer: requests.Response) -> Mapping[str, Any]:
    """The JSON object that was answered; an empty one for anything else."""
    try:
        said = answer.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
