"""Bodies of POST /orders that break the contract."""

import json
from collections.abc import Iterator

from experiments.checks.conformance.answer import Answer
from experiments.checks.conformance.expectations import expect, expect_problem, same
from experiments.checks.conformance.shop import NO_PRODUCT, Shop, line

KIB = 1024
AGAIN = 20
LARGEST_BODY = 64 * KIB
JSON = "application/json"
NOT_JSON = (
    b"", b"{", b"lines", b"{'lines': []}", b'{"lines": [\x00]}', b"\xff\xfe\xfd", b'{"lines": [}',
    b"[" * (60 * KIB), b"\x00" * 100,
)  # fmt: skip


def a_body_that_is_not_json_is_refused(shop: Shop) -> None:
    for body in NOT_JSON:
        expect_problem(send(shop, body), 400, "malformed-json")


def a_body_of_another_kind_is_refused(shop: Shop) -> None:
    body = json.dumps({"lines": [line(shop.product())]}).encode()
    for kind in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "text/json",
        "application/xml",
        None,
    ):
        expect_problem(send(shop, body, kind), 415, "unsupported-media-type")


def a_body_above_64_kib_is_refused(shop: Shop) -> None:
    body = json.dumps({"lines": [line(shop.product())]}).encode()
    for size in (LARGEST_BODY + 1, 256 * KIB):
        expect_problem(send(shop, body.ljust(size)), 413, "body-too-large")
    expect(send(shop, body.ljust(LARGEST_BODY)), 201)


def a_body_in_chunks_is_a_body(shop: Shop) -> None:
    body = json.dumps({"lines": [line(shop.product())]}).encode()
    expect(send(shop, iter([body[:5], body[5:]])), 201)
    expect_problem(send(shop, iter([body, b" " * (65 * KIB)])), 413, "body-too-large")


def a_refusal_does_no_harm_to_the_request_after_it(shop: Shop) -> None:
    """A server that answers before it has read the body may close the connection under the next
    request, which the gateway then answers with 503."""
    customer, headers = shop.customer(), {"Content-Type": JSON}
    for _ in range(AGAIN):
        answer = shop.send("POST", "/orders", customer, headers, data=b" " * (60 * KIB))
        expect_problem(answer, 422, "invalid-request")
        expect_problem(
            shop.send("DELETE", "/orders", customer, data=b"{}"), 405, "method-not-allowed"
        )


def lines_that_break_the_contract_are_refused(shop: Shop) -> None:
    customer, product = shop.customer(), shop.product()
    wallet = shop.wallet(customer)
    for lines in bad_lines(product):
        answer = send(shop, json.dumps({"lines": lines}).encode(), customer=customer)
        expect_problem(answer, 422, "invalid-request")
    bodies: tuple[object, ...] = (None, [], {}, "lines", 1, {"lines": [line(product)], "more": 1})
    for body in bodies:
        answer = send(shop, json.dumps(body).encode(), customer=customer)
        expect_problem(answer, 422, "invalid-request")
    same("the wallet", shop.wallet(customer), wallet)


def quantities_from_1_to_100_are_accepted_and_no_others(shop: Shop) -> None:
    product = shop.product()
    refused: tuple[object, ...] = (
        0,
        -1,
        101,
        10**30,
        1.0,
        1.5,
        1e300,
        "1",
        True,
        False,
        None,
        [1],
        {},
    )
    for quantity in refused:
        body = {"lines": [{"product_id": product, "quantity": quantity}]}
        expect_problem(send(shop, json.dumps(body).encode()), 422, "invalid-request")
    for quantity in (1, 100):
        order = shop.settles(shop.customer(), [line(product, quantity)])
        same(f"an order of {quantity}", order["status"], "CONFIRMED")


def an_unknown_product_in_an_order_is_refused(shop: Shop) -> None:
    customer, product = shop.customer(), shop.product()
    stock = shop.stock(product)
    for lines in ([line(NO_PRODUCT)], [line(product), line(NO_PRODUCT)]):
        expect_problem(shop.place(customer, lines), 422, "unknown-product-in-order")
    same("the stock", shop.stock(product), stock)


def bad_lines(product: str) -> list[object]:
    """What may stand as "lines" in no order."""
    good = line(product)
    return [
        None,
        {},
        "p-0001",
        [],
        [None],
        [[]],
        ["p-0001"],
        [{"product_id": product}],
        [{"quantity": 1}],
        [{**good, "gift": True}],
        [good, good],
        [good, line(product, 2)],
        [line(f"p-{number:04d}") for number in range(1, 12)],
        *(
            [line(odd)]
            for odd in (
                "",
                "p-1",
                "P-0001",
                "p-0001\n",
                "p-0001\u0000",
                "p-\u0661\u0661\u0661\u0661",
            )
        ),
        *([{**good, "product_id": odd}] for odd in (1, None, True, [product])),
    ]


def send(
    shop: Shop, body: bytes | Iterator[bytes], kind: str | None = JSON, customer: str | None = None
) -> Answer:
    headers = {"Idempotency-Key": shop.key()}
    if kind is not None:
        headers["Content-Type"] = kind
    return shop.send("POST", "/orders", customer or shop.customer(), headers, data=body)


SENTENCES = (
    a_body_that_is_not_json_is_refused,
    a_body_of_another_kind_is_refused,
    a_body_above_64_kib_is_refused,
    a_body_in_chunks_is_a_body,
    a_refusal_does_no_harm_to_the_request_after_it,
    lines_that_break_the_contract_are_refused,
    quantities_from_1_to_100_are_accepted_and_no_others,
    an_unknown_product_in_an_order_is_refused,
)
