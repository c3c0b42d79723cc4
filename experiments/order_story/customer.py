"""A customer who places one order and looks at it until it is final, with the times of all that."""

import time
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import requests

from experiments.errors import LabError

Json = dict[str, Any]
LOOK_EVERY_S = 0.02
PATIENCE_S = 15.0
TIMEOUT_S = 5.0
PENDING = "PENDING"


class NoOrder(LabError):
    """The arm did not take the order, or did not finish it; the text is one line."""


@dataclass(frozen=True)
class Wish:
    """What is ordered, and by whom."""

    customer_id: str
    lines: tuple[tuple[str, int], ...]

    def body(self) -> Json:
        return {"lines": [{"product_id": one, "quantity": many} for one, many in self.lines]}


@dataclass(frozen=True)
class Seen:
    """An answer about the order, `after_ms` milliseconds after the order was sent."""

    after_ms: float
    status: str
    reason: str | None


@dataclass(frozen=True)
class Placed:
    """`sent_s` is the wall clock (seconds since 1970) when the order was sent. `accepted` is by the
    client's clock, `settled` by the time in the arm's row, which it wrote before its commit."""

    order_id: str
    sent_s: float
    total_cents: int
    accepted: Seen
    settled: Seen

    def after_ms(self, moment: datetime) -> float:
        """Milliseconds from sending the order to a moment in the arm's tables."""
        return 1000 * (moment.timestamp() - self.sent_s)


def place(gateway_url: str, wish: Wish) -> Placed:
    """Place the order and watch it until it is final. Raises NoOrder."""
    with requests.Session() as session:
        session.trust_env = False
        try:
            return _place(session, gateway_url, wish)
        except requests.RequestException as error:
            raise NoOrder(f"{gateway_url} does not answer: {type(error).__name__}") from error


def _place(session: requests.Session, url: str, wish: Wish) -> Placed:
    headers = {"X-Customer-Id": wish.customer_id, "Idempotency-Key": str(uuid.uuid4())}
    sent_s, began = time.time(), time.perf_counter()
    answer = session.post(f"{url}/orders", json=wish.body(), headers=headers, timeout=TIMEOUT_S)
    accept_ms = 1000 * (time.perf_counter() - began)
    if answer.status_code != requests.codes.created:
        raise NoOrder(f"POST /orders was answered by {answer.status_code}: {answer.text[:200]}")
    order: Json = answer.json()
    accepted = Seen(accept_ms, order["status"], order["reason"])
    while order["status"] == PENDING:
        if time.perf_counter() - began > PATIENCE_S:
            raise NoOrder(f"order {order['order_id']} is still PENDING after {PATIENCE_S:.0f} s")
        time.sleep(LOOK_EVERY_S)
        order = _look(session, url, order["order_id"], wish.customer_id)
    settled_ms = 1000 * (datetime.fromisoformat(order["settled_at"]).timestamp() - sent_s)
    settled = Seen(settled_ms, order["status"], order["reason"])
    return Placed(order["order_id"], sent_s, order["total_cents"], accepted, settled)


def _look(session: requests.Session, url: str, order_id: str, customer_id: str) -> Json:
    headers = {"X-Customer-Id": customer_id}
    answer = session.get(f"{url}/orders/{order_id}", headers=headers, timeout=TIMEOUT_S)
    answer.raise_for_status()
    order: Json = answer.json()
    return order
