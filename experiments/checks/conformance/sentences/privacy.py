"""Nobody sees what belongs to another customer."""

from experiments.checks.conformance.expectations import expect_problem, holds, same
from experiments.checks.conformance.shop import NO_ORDER, Shop, line

NOT_CUSTOMERS = (None, "", "c-1", "c-000001", "C-00001", "p-0001", "c-0000a", "c-00001,c-00002")


def another_customers_order_is_unknown(shop: Shop) -> None:
    owner, other = shop.customer(), shop.customer()
    order = shop.settles(owner, [line(shop.product())])
    path = f"/orders/{order['order_id']}"
    hidden, missing = shop.get(path, other), shop.get(f"/orders/{NO_ORDER}", other)
    expect_problem(hidden, 404, "unknown-order")
    expect_problem(missing, 404, "unknown-order")
    told = hidden.json()["detail"].replace(order["order_id"], NO_ORDER)
    same("what tells a hidden order from a missing one", told, missing.json()["detail"])
    same("the owner still reads it", shop.read(path, owner), order)


def another_customers_orders_are_not_listed(shop: Shop) -> None:
    owner, other = shop.customer(), shop.customer()
    theirs = shop.settles(owner, [line(shop.product())])
    own = shop.settles(other, [line(shop.product())])
    listed = shop.read("/orders?limit=50", other)["orders"]
    holds(own in listed, "one's own order is not listed")
    strangers = {order["customer_id"] for order in listed} - {other}
    same("strangers in the list", strangers, set())
    beyond = shop.read(f"/orders?after={theirs['order_id']}", other)["orders"]
    same("orders after a stranger's", beyond, [])


def another_customers_notifications_are_not_listed(shop: Shop) -> None:
    owner, other = shop.customer(), shop.customer()
    order = shop.settles(owner, [line(shop.product())])["order_id"]
    shop.eventually(
        "the owner is told", lambda: order in [each["order_id"] for each in shop.told(owner)]
    )
    told = [each["order_id"] for each in shop.told(other)]
    holds(order not in told, "a stranger is told of the order")


def who_asks_must_be_said(shop: Shop) -> None:
    body = {"lines": [line(shop.product())]}
    for customer in NOT_CUSTOMERS:
        for path in ("/orders", f"/orders/{NO_ORDER}", "/wallet", "/notifications"):
            expect_problem(shop.get(path, customer), 401, "customer-required")
        headers = {"Idempotency-Key": shop.key()}
        answer = shop.send("POST", "/orders", customer, headers, json=body)
        expect_problem(answer, 401, "customer-required")


SENTENCES = (
    another_customers_order_is_unknown,
    another_customers_orders_are_not_listed,
    another_customers_notifications_are_not_listed,
    who_asks_must_be_said,
)
