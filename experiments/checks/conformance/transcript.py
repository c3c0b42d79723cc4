"""The same answers: a fixed script of requests, and where two arms answer them differently.

oracle = transcript(monolith_url)
for line in differences(oracle, transcript(services_url)): ...
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import requests

from experiments.checks.conformance.normal import Normaliser
from experiments.checks.conformance.shop import (
    NO_ORDER,
    NO_PRODUCT,
    NOBODY,
    PENNILESS,
    RISKY,
    SOLD_OUT,
    Json,
    Shop,
    line,
)

SEED = 20_261


@dataclass(frozen=True)
class Exchange:
    """A request and its answer, without what may rightly differ between arms (normal.py)."""

    request: str
    status: int
    headers: dict[str, str]
    body: Any


def transcript(
    gateway_url: str, patience_s: float = 10.0, session: requests.Session | None = None
) -> list[Exchange]:
    """What the arm answers to the script. Raises Deviation where the script cannot go on."""
    shop = Shop(gateway_url, SEED, patience_s, session=session)
    for follow in (_look_around, _ask_for_what_is_not_there, _order, _be_refused, _make_mistakes):
        follow(shop)
    normaliser = Normaliser()
    return [
        Exchange(
            request=normaliser.request(answer),
            status=answer.status,
            headers=normaliser.headers(answer),
            body=normaliser.body(answer),
        )
        for answer in shop.history
    ]


def differences(oracle: list[Exchange], other: list[Exchange]) -> list[str]:
    """One line for each request the two answer differently."""
    return [
        difference
        for expected, actual in zip_longest(oracle, other)
        for difference in _differences(expected, actual)
    ]


def _look_around(shop: Shop) -> None:
    product = shop.product()
    for path in (
        "/products",
        "/products?q=Amber&limit=3",
        "/products?category=lamps&limit=5&after=p-0500",
        "/products?q=no+such+thing",
        f"/products/{product}",
        f"/products/{product}/stock",
        f"/products/{product}/recommendations",
        f"/products/{product}/page",
    ):
        shop.get(path)


def _ask_for_what_is_not_there(shop: Shop) -> None:
    customer = shop.customer()
    for ending in ("", "/stock", "/page", "/recommendations"):
        shop.get(f"/products/{NO_PRODUCT}{ending}")
    shop.get("/nothing")
    shop.get(f"/orders/{NO_ORDER}", customer)
    shop.get("/wallet", NOBODY)
    shop.get("/wallet")
    shop.get("/orders", "c-1")
    shop.get("/products?limit=0")
    shop.get("/products?q=%00")
    shop.get("/orders?limit=many", customer)
    for method, path in (("DELETE", "/products"), ("PUT", "/orders"), ("POST", "/wallet")):
        shop.send(method, path, customer)


def _order(shop: Shop) -> None:
    customer, stranger, key = shop.customer(), shop.customer(), shop.key()
    products = [shop.product(), shop.product()]
    shop.get("/wallet", customer)
    shop.get(f"/products/{products[0]}/stock")
    lines = [line(products[0], 3), line(products[1])]
    order = shop.ordered(customer, lines, key)
    _see_it_settled(shop, order)
    shop.place(customer, lines, key)
    shop.place(customer, lines[:1], key)
    shop.get(f"/orders/{order['order_id']}", stranger)
    shop.get("/orders?limit=1", customer)
    shop.get("/wallet", customer)
    shop.get(f"/products/{products[0]}/page")


def _be_refused(shop: Shop) -> None:
    product = shop.product()
    shop.get(f"/products/{product}/stock")
    for customer, lines in (
        (RISKY, [line(product)]),
        (shop.customer(), [line(product), line(SOLD_OUT)]),
        (PENNILESS, [line(product, 2)]),
    ):
        shop.get("/wallet", customer)
        _see_it_settled(shop, shop.ordered(customer, lines))
        shop.get("/wallet", customer)
    shop.get(f"/products/{product}/stock")


def _make_mistakes(shop: Shop) -> None:
    customer, product = shop.customer(), shop.product()
    for lines in ([], [line(product, -1)], [line(product), line(product)], [line(NO_PRODUCT)]):
        shop.place(customer, lines)
    headers = {"Idempotency-Key": shop.key(), "Content-Type": "application/json"}
    for body in (b"{", b" " * (256 * 1024)):
        shop.send("POST", "/orders", customer, headers, data=body)
    shop.send("POST", "/orders", customer, {**headers, "Content-Type": "text/plain"}, data=b"{}")
    shop.send("POST", "/orders", None, headers, data=b"{}")
    shop.send("POST", "/orders", customer, {"Content-Type": "application/json"}, data=b"{}")


def _see_it_settled(shop: Shop, order: Json) -> None:
    """Read the order and what its customer is told of it, once there is something to read."""
    customer, order_id = order["customer_id"], order["order_id"]

    def is_final() -> bool:
        return bool(shop.read(f"/orders/{order_id}", customer)["status"] != "PENDING")

    def is_told() -> bool:
        return order_id in [each["order_id"] for each in shop.told(customer)]

    seen = len(shop.history)
    shop.eventually("the order is final", is_final)
    shop.eventually("the customer is told", is_told)
    del shop.history[seen:]  # how often we had to ask is the arm's business
    shop.get(f"/orders/{order_id}", customer)
    shop.get("/notifications?limit=1", customer)


def _differences(expected: Exchange | None, actual: Exchange | None) -> Iterator[str]:
    if expected is None or actual is None:
        present = expected or actual
        assert present is not None
        yield f"{present.request}: asked on one arm only"
    elif expected.request != actual.request:
        yield f"{expected.request}: the other arm was asked {actual.request}"
    else:
        for what, one, two in (
            ("status", expected.status, actual.status),
            ("headers", expected.headers, actual.headers),
            ("body", expected.body, actual.body),
        ):
            for where, left, right in _apart(what, one, two):
                yield f"{expected.request}: {where} is {left!r} there, {right!r} here"


def _apart(where: str, one: Any, two: Any) -> Iterator[tuple[str, Any, Any]]:
    """The smallest parts that differ, with their place."""
    if isinstance(one, dict) and isinstance(two, dict):
        for name in sorted(one.keys() | two.keys()):
            yield from _apart(f"{where}.{name}", one.get(name, "missing"), two.get(name, "missing"))
    elif isinstance(one, list) and isinstance(two, list) and len(one) == len(two):
        for position, (left, right) in enumerate(zip(one, two, strict=True)):
            yield from _apart(f"{where}[{position}]", left, right)
    elif one != two or type(one) is not type(two):
        yield where, one, two
