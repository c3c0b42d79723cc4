"""A client of the shop for the suite: it remembers every answer and draws from a seed."""

import time
import uuid
from collections.abc import Callable
from random import Random
from typing import Any, TypeVar

import requests

from experiments.checks.conformance.answer import Answer
from experiments.checks.conformance.expectations import Deviation, NoAnswer, expect

PRODUCTS = 1_000
CUSTOMERS = 10_000
LAST_UNIT = "p-0999"
SOLD_OUT = "p-1000"
RISKY = "c-09999"
PENNILESS = "c-10000"
NOBODY = "c-99999"
NO_PRODUCT = "p-9999"
NO_ORDER = "00000000-0000-4000-8000-000000000000"
TIMEOUT_S = 5.0
FIRST_POLL_S, LONGEST_POLL_S = 0.01, 0.2
T = TypeVar("T")
Json = dict[str, Any]
Lines = list[Json]


class Shop:
    """Products and customers are drawn without repetition, so that sentences do not meet.

    `patience_s` is how long an order may take to settle, and its consequences to show.
    Keys are new in every run, so that a used arm can be checked again.
    """

    def __init__(
        self,
        url: str,
        seed: int,
        patience_s: float = 10.0,
        outside_url: str | None = None,
        session: requests.Session | None = None,
    ) -> None:
        self._url = url.rstrip("/")
        self._patience_s = patience_s
        self._outside_url = outside_url
        self._session = session or requests.Session()
        self._session.trust_env = False
        self._random = Random(seed)
        self._products = self._random.sample(range(1, PRODUCTS - 1), PRODUCTS - 2)
        self._customers = self._random.sample(range(1, CUSTOMERS - 1), 1_000)
        self._run = uuid.uuid4().hex[:12]
        self._keys = 0
        self.history: list[Answer] = []

    @property
    def session(self) -> requests.Session:
        return self._session

    @property
    def url(self) -> str:
        return self._url

    def product(self) -> str:
        """A well stocked product nobody else in this run uses."""
        return f"p-{self._products.pop():04d}"

    def customer(self) -> str:
        """A customer with a full wallet nobody else in this run uses."""
        return f"c-{self._customers.pop():05d}"

    def key(self) -> str:
        self._keys += 1
        return f"conformance-{self._run}-{self._keys}"

    def send(
        self,
        method: str,
        path: str,
        customer: str | None = None,
        headers: dict[str, str] | None = None,
        **body: Any,
    ) -> Answer:
        """Any request at all; `body` is requests' `json=` or `data=`. Raises Deviation when there
        is no answer."""
        headers = dict(headers or {})
        if customer is not None:
            headers["X-Customer-Id"] = customer
        try:
            raw = self._session.request(
                method,
                self._url + path,
                headers=headers,
                timeout=TIMEOUT_S,
                allow_redirects=False,
                **body,
            )
        except requests.RequestException as error:
            raise NoAnswer(f"{method} {path[:80]}: no answer: {error}") from error
        answer = Answer(method, path, raw)
        self.history.append(answer)
        return answer

    def get(self, path: str, customer: str | None = None) -> Answer:
        return self.send("GET", path, customer)

    def read(self, path: str, customer: str | None = None) -> Any:
        """The JSON of a 200."""
        return expect(self.get(path, customer), 200)

    def place(self, customer: str, lines: Lines, key: str | None = None) -> Answer:
        headers = {"Idempotency-Key": key or self.key()}
        return self.send("POST", "/orders", customer, headers, json={"lines": lines})

    def ordered(self, customer: str, lines: Lines, key: str | None = None) -> Json:
        """A placed order, as it was answered."""
        order: Json = expect(self.place(customer, lines, key), 201)
        return order

    def settled(self, order: Json) -> Json:
        """The order in its final state. Raises Deviation when it stays PENDING too long."""
        path = f"/orders/{order['order_id']}"

        def final() -> Json | None:
            now: Json = self.read(path, order["customer_id"])
            return now if now["status"] != "PENDING" else None

        if order["status"] != "PENDING":
            return order
        return self.eventually(f"order {order['order_id']} is settled", final)

    def settles(self, customer: str, lines: Lines) -> Json:
        """A new order, in its final state."""
        return self.settled(self.ordered(customer, lines))

    def stock(self, product_id: str) -> int:
        available: int = self.read(f"/products/{product_id}/stock")["available"]
        return available

    def wallet(self, customer: str) -> int:
        cents: int = self.read("/wallet", customer)["balance_cents"]
        return cents

    def price(self, product_id: str) -> int:
        cents: int = self.read(f"/products/{product_id}")["price_cents"]
        return cents

    def told(self, customer: str) -> list[Json]:
        """The customer's newest notifications."""
        notifications: list[Json] = self.read("/notifications?limit=50", customer)["notifications"]
        return notifications

    def eventually(self, what: str, probe: Callable[[], T | None]) -> T:
        """What `probe` gives once it gives something. Raises Deviation when patience ends."""
        deadline, pause = time.monotonic() + self._patience_s, FIRST_POLL_S
        while True:
            found = probe()
            if found:
                return found
            if time.monotonic() > deadline:
                raise Deviation(f"after {self._patience_s:g} s it is still not so that {what}")
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_POLL_S)

    @property
    def can_break_the_outside(self) -> bool:
        return self._outside_url is not None

    def behave(self, behaviour: Json) -> Json:
        """Set how the outside world behaves; returns how it did before."""
        before: Json = self._session.get(f"{self._outside_url}/behaviour", timeout=TIMEOUT_S).json()
        answer = self._session.put(
            f"{self._outside_url}/behaviour", json=behaviour, timeout=TIMEOUT_S
        )
        answer.raise_for_status()
        return before


def line(product_id: str, quantity: int = 1) -> Json:
    return {"product_id": product_id, "quantity": quantity}
