"""One Idempotency-Key, one order."""

from concurrent.futures import ThreadPoolExecutor

from experiments.checks.conformance.expectations import expect, expect_problem, holds, same
from experiments.checks.conformance.shop import Shop, line

AT_ONCE = 8


def the_same_key_and_lines_give_the_same_order(shop: Shop) -> None:
    customer, product, key = shop.customer(), shop.product(), shop.key()
    wallet = shop.wallet(customer)
    first = shop.settled(shop.ordered(customer, [line(product)], key))
    again = shop.place(customer, [line(product)], key)
    same("the order as it stands now", expect(again, 201), first)
    same("Location", again.header("Location"), f"/orders/{first['order_id']}")
    same("the wallet", shop.wallet(customer), wallet - first["total_cents"])


def the_same_key_with_other_lines_is_refused(shop: Shop) -> None:
    customer, product, key = shop.customer(), shop.product(), shop.key()
    first = shop.settled(shop.ordered(customer, [line(product)], key))
    for other in (
        [line(product, 2)],
        [line(shop.product())],
        [line(product), line(shop.product())],
    ):
        expect_problem(shop.place(customer, other, key), 422, "idempotency-key-reused")
    same("the first order", shop.read(f"/orders/{first['order_id']}", customer), first)


def a_key_belongs_to_its_customer(shop: Shop) -> None:
    product, key = shop.product(), shop.key()
    one = shop.ordered(shop.customer(), [line(product)], key)
    other = shop.ordered(shop.customer(), [line(product)], key)
    holds(one["order_id"] != other["order_id"], "two customers share an order by their key")


def the_same_key_at_once_gives_one_order(shop: Shop) -> None:
    customer, product, key = shop.customer(), shop.product(), shop.key()
    stock, wallet = shop.stock(product), shop.wallet(customer)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        asked = [pool.submit(shop.ordered, customer, [line(product)], key) for _ in range(AT_ONCE)]
        orders = [each.result() for each in asked]
    same("how many orders", len({order["order_id"] for order in orders}), 1)
    settled = shop.settled(orders[0])
    same("the stock", shop.stock(product), stock - 1)
    same("the wallet", shop.wallet(customer), wallet - settled["total_cents"])
    listed = shop.read("/orders?limit=2", customer)["orders"]
    holds(settled not in listed[1:], "the order is listed twice")


def an_order_needs_a_proper_key(shop: Shop) -> None:
    customer, body = shop.customer(), {"lines": [line(shop.product())]}
    for key in (None, "", "k" * 101, "caf\u00e9", "tab\tulator"):
        headers = {} if key is None else {"Idempotency-Key": key}
        answer = shop.send("POST", "/orders", customer, headers, json=body)
        expect_problem(answer, 422, "invalid-request")


def a_refused_request_leaves_its_key_free(shop: Shop) -> None:
    customer, product, key = shop.customer(), shop.product(), shop.key()
    expect_problem(shop.place(customer, [line(product, 0)], key), 422, "invalid-request")
    expect_problem(shop.place(customer, [line("p-9999")], key), 422, "unknown-product-in-order")
    same(
        "the status",
        shop.settled(shop.ordered(customer, [line(product)], key))["status"],
        "CONFIRMED",
    )


SENTENCES = (
    the_same_key_and_lines_give_the_same_order,
    the_same_key_with_other_lines_is_refused,
    a_key_belongs_to_its_customer,
    the_same_key_at_once_gives_one_order,
    an_order_needs_a_proper_key,
    a_refused_request_leaves_its_key_free,
)
