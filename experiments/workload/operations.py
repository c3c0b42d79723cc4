"""What a shopper can do: the request, the contract's operation, and how to tell a right answer.

The checks are cheap (they run in the load generator) and look at what the shopper asked for;
the conformance suite looks at the rest.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from experiments.workload.choices import Choices
from experiments.workload.shop import PAGE_SIZE

Body = dict[str, Any]
PLACE_ORDER = "place-order"
FINAL = frozenset(("CONFIRMED", "REJECTED"))
STATUSES = FINAL | {"PENDING"}


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. `subject` is what the answer must be about: a product id or a category."""

    path: str
    subject: str = ""
    customer_id: str = ""
    key: str = ""
    lines: tuple[tuple[str, int], ...] = ()

    def headers(self) -> dict[str, str]:
        headers = {"Accept": "application/json"}
        if self.customer_id:
            headers["X-Customer-Id"] = self.customer_id
        if self.key:
            headers |= {"Idempotency-Key": self.key, "Content-Type": "application/json"}
        return headers

    def body(self) -> bytes | None:
        if not self.lines:
            return None
        lines = [{"product_id": product, "quantity": number} for product, number in self.lines]
        return json.dumps({"lines": lines}).encode()


@dataclass(frozen=True)
class Operation:
    """`operation_id` is its name in the OpenAPI contract, which knows the features it needs."""

    name: str
    operation_id: str
    method: str
    status: int
    draw: Callable[[Choices], Ask]
    correct: Callable[[Ask, Body], bool]

    def is_correct(self, ask: Ask, status: int, body: object) -> bool:
        """Whether an answer keeps the contract: the status and the shape of the body."""
        if status != self.status or not isinstance(body, dict):
            return False
        try:
            return self.correct(ask, body)
        except (KeyError, TypeError, AttributeError):
            return False


def _search(choices: Choices) -> Ask:
    words = choices.words()
    return Ask(f"/products?q={quote(words)}&limit={PAGE_SIZE}", words)


def _browse(choices: Choices) -> Ask:
    category = choices.category()
    return Ask(f"/products?category={category}&limit={PAGE_SIZE}", category)


def _read(choices: Choices) -> Ask:
    product = choices.product()
    return Ask(f"/products/{product}", product)


def _page(choices: Choices) -> Ask:
    product = choices.product()
    return Ask(f"/products/{product}/page", product)


def _recommend(choices: Choices) -> Ask:
    product = choices.product()
    return Ask(f"/products/{product}/recommendations", product)


def _list(choices: Choices) -> Ask:
    return Ask(f"/orders?limit={PAGE_SIZE}", customer_id=choices.earlier_buyer())


def _stock(choices: Choices) -> Ask:
    product = choices.product()
    return Ask(f"/products/{product}/stock", product)


def _wallet(choices: Choices) -> Ask:
    return Ask("/wallet", customer_id=choices.earlier_buyer())


def _told(choices: Choices) -> Ask:
    return Ask(f"/notifications?limit={PAGE_SIZE}", customer_id=choices.earlier_buyer())


def _place(choices: Choices) -> Ask:
    return Ask("/orders", "", choices.buyer(), choices.key(), choices.lines())


def _is_product(body: Body) -> bool:
    return bool(body["product_id"] and body["name"]) and type(body["price_cents"]) is int


def _found(ask: Ask, body: Body) -> bool:
    products = body["products"]
    if not 0 < len(products) <= PAGE_SIZE or "next" not in body:
        return False
    return all(_is_product(each) and ask.subject in each["name"].lower() for each in products)


def _is_shelf(ask: Ask, body: Body) -> bool:
    return _found(Ask("", ""), body) and all(
        each["category"] == ask.subject for each in body["products"]
    )


def _is_the_product(ask: Ask, body: Body) -> bool:
    return body["product_id"] == ask.subject and _is_product(body)


def _is_page(ask: Ask, body: Body) -> bool:
    related = body["recommendations"]
    return (
        _is_the_product(ask, body["product"])
        and type(body["available"]) is int
        and (related is None or all(_is_product(each) for each in related))
    )


def _is_recommended(ask: Ask, body: Body) -> bool:
    related = body["recommendations"]
    return (
        body["product_id"] == ask.subject
        and bool(related)
        and all(_is_product(each) for each in related)
    )


def _is_own_list(ask: Ask, body: Body) -> bool:
    return "next" in body and all(
        order["customer_id"] == ask.customer_id and order["status"] in STATUSES
        for order in body["orders"]
    )


def _is_stock(ask: Ask, body: Body) -> bool:
    return body["product_id"] == ask.subject and type(body["available"]) is int


def _is_own_wallet(ask: Ask, body: Body) -> bool:
    return body["customer_id"] == ask.customer_id and type(body["balance_cents"]) is int


def _is_told(_: Ask, body: Body) -> bool:
    return all(each["order_id"] and each["status"] in FINAL for each in body["notifications"])


def is_order(ask: Ask, body: Body) -> bool:
    """Whether this is the order that was asked for: customer, lines, total, a known status."""
    lines = body["lines"]
    return (
        bool(body["order_id"])
        and body["customer_id"] == ask.customer_id
        and body["status"] in STATUSES
        and (body["settled_at"] is None) == (body["status"] == "PENDING")
        and {line["product_id"]: line["quantity"] for line in lines} == dict(ask.lines)
        and body["total_cents"]
        == sum(line["quantity"] * line["unit_price_cents"] for line in lines)
    )


OPERATIONS = {
    operation.name: operation
    for operation in (
        Operation("search", "searchProducts", "GET", 200, _search, _found),
        Operation("browse", "searchProducts", "GET", 200, _browse, _is_shelf),
        Operation("read-product", "readProduct", "GET", 200, _read, _is_the_product),
        Operation("read-page", "readProductPage", "GET", 200, _page, _is_page),
        Operation("recommend", "readRecommendations", "GET", 200, _recommend, _is_recommended),
        Operation("read-stock", "readStock", "GET", 200, _stock, _is_stock),
        Operation("read-wallet", "readWallet", "GET", 200, _wallet, _is_own_wallet),
        Operation("list-notifications", "listNotifications", "GET", 200, _told, _is_told),
        Operation("list-orders", "listOrders", "GET", 200, _list, _is_own_list),
        Operation(PLACE_ORDER, "placeOrder", "POST", 201, _place, is_order),
    )
}
