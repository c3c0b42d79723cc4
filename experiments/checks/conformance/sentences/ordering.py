"""Orders that go through."""

from datetime import UTC, datetime

from experiments.checks.conformance.expectations import expect, expect_problem, holds, same
from experiments.checks.conformance.shop import Shop, line

ORDER_FIELDS = {
    "order_id", "customer_id", "status", "reason", "lines", "total_cents", "placed_at",
    "settled_at",
}  # fmt: skip


def a_placed_order_is_created_and_ends_confirmed(shop: Shop) -> None:
    customer, product = shop.customer(), shop.product()
    answer = shop.place(customer, [line(product, 2)])
    order = expect(answer, 201)
    same("its fields", set(order), ORDER_FIELDS)
    same("whose order", order["customer_id"], customer)
    same("Location", answer.header("Location"), f"/orders/{order['order_id']}")
    holds(order["status"] in ("PENDING", "CONFIRMED"), f"a new order is {order['status']}")
    settled = shop.settled(order)
    same("the status in the end", settled["status"], "CONFIRMED")
    same("the reason", settled["reason"], None)
    holds(settled["settled_at"] is not None, "a confirmed order has no settled_at")
    same("read at its Location", shop.read(f"/orders/{order['order_id']}", customer), settled)


def an_order_says_when_it_was_placed_and_settled(shop: Shop) -> None:
    before = datetime.now(UTC)
    settled = shop.settles(shop.customer(), [line(shop.product())])
    placed_at = datetime.fromisoformat(settled["placed_at"])
    settled_at = datetime.fromisoformat(settled["settled_at"])
    in_order = before <= placed_at <= settled_at <= datetime.now(UTC)
    holds(in_order, f"asked {before}, placed {placed_at}, settled {settled_at}")


def a_confirmed_order_takes_stock_and_money_once(shop: Shop) -> None:
    customer, product = shop.customer(), shop.product()
    stock, wallet, price = shop.stock(product), shop.wallet(customer), shop.price(product)
    shop.settles(customer, [line(product, 3)])
    same("the stock", shop.stock(product), stock - 3)
    same("the wallet", shop.wallet(customer), wallet - 3 * price)


def an_order_keeps_its_lines_in_the_order_given(shop: Shop) -> None:
    products = [shop.product() for _ in range(10)]
    asked = [line(product, n) for n, product in enumerate(products, start=1)]
    settled = shop.settles(shop.customer(), asked)
    priced = [{**each, "unit_price_cents": shop.price(each["product_id"])} for each in asked]
    same("the lines", settled["lines"], priced)
    total = sum(each["quantity"] * each["unit_price_cents"] for each in priced)
    same("the total", settled["total_cents"], total)
    same("the status", settled["status"], "CONFIRMED")


def prices_are_set_by_the_shop_not_by_clients(shop: Shop) -> None:
    customer, product = shop.customer(), shop.product()
    wallet = shop.wallet(customer)
    for name in ("unit_price_cents", "price_cents"):
        cheap = shop.place(customer, [{**line(product), name: 1}])
        expect_problem(cheap, 422, "invalid-request")
    same("the wallet", shop.wallet(customer), wallet)
    same("the price", shop.ordered(customer, [line(product)])["total_cents"], shop.price(product))


def a_settled_order_stays_as_it_is_wherever_it_is_read(shop: Shop) -> None:
    customer = shop.customer()
    settled = shop.settles(customer, [line(shop.product())])
    same("read again", shop.read(f"/orders/{settled['order_id']}", customer), settled)
    same("in the list", shop.read("/orders?limit=1", customer)["orders"], [settled])


def a_customer_is_told_once_how_each_order_ended(shop: Shop) -> None:
    customer, product = shop.customer(), shop.product()
    confirmed = shop.settles(customer, [line(product)])
    refused = shop.settles(customer, [line("p-1000")])
    wanted = {confirmed["order_id"]: "CONFIRMED", refused["order_id"]: "REJECTED"}

    def told() -> list[str]:
        return [each["order_id"] for each in shop.told(customer)]

    shop.eventually("both orders are told", lambda: wanted.keys() <= set(told()))
    for each in shop.told(customer):
        if each["order_id"] in wanted:
            same("what was told", each["status"], wanted.pop(each["order_id"]))
    same("orders not told exactly once", wanted, {})
    ids = told()
    same("one notification an order", len(ids), len(set(ids)))


SENTENCES = (
    a_placed_order_is_created_and_ends_confirmed,
    an_order_says_when_it_was_placed_and_settled,
    a_confirmed_order_takes_stock_and_money_once,
    an_order_keeps_its_lines_in_the_order_given,
    prices_are_set_by_the_shop_not_by_clients,
    a_settled_order_stays_as_it_is_wherever_it_is_read,
    a_customer_is_told_once_how_each_order_ended,
)
