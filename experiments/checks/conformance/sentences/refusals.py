"""Orders that a rule stops: they exist, REJECTED with a reason, and leave no other trace."""

from concurrent.futures import ThreadPoolExecutor

from experiments.checks.conformance.expectations import holds, same
from experiments.checks.conformance.shop import (
    LAST_UNIT,
    NOBODY,
    PENNILESS,
    RISKY,
    SOLD_OUT,
    Lines,
    Shop,
    line,
)


def a_risky_order_is_refused(shop: Shop) -> None:
    refused_without_trace(shop, RISKY, [line(shop.product())], "risk_refused")


def an_order_of_a_sold_out_product_is_refused(shop: Shop) -> None:
    refused_without_trace(shop, shop.customer(), [line(SOLD_OUT)], "out_of_stock")


def an_order_with_one_sold_out_line_is_refused_whole(shop: Shop) -> None:
    lines = [line(shop.product(), 5), line(SOLD_OUT), line(shop.product(), 5)]
    refused_without_trace(shop, shop.customer(), lines, "out_of_stock")


def a_declined_payment_puts_the_stock_back(shop: Shop) -> None:
    lines = [line(shop.product(), 7), line(shop.product(), 2)]
    refused_without_trace(shop, PENNILESS, lines, "payment_declined")


def a_customer_without_a_wallet_is_declined(shop: Shop) -> None:
    product = shop.product()
    stock = shop.stock(product)
    settled = shop.settles(NOBODY, [line(product)])
    same("the reason", settled["reason"], "payment_declined")
    same("the stock", shop.stock(product), stock)


def the_last_unit_is_sold_once(shop: Shop) -> str | None:
    customers = [shop.customer() for _ in range(4)]
    before = shop.stock(LAST_UNIT)
    holds(before in (0, 1), f"the last unit of {LAST_UNIT} is {before} units")
    with ThreadPoolExecutor(len(customers)) as pool:
        orders = list(pool.map(lambda who: shop.ordered(who, [line(LAST_UNIT)]), customers))
    settled = [shop.settled(order) for order in orders]
    sold = [order for order in settled if order["status"] == "CONFIRMED"]
    same("how many were sold", len(sold), before)
    for order in settled:
        same("the reason", order["reason"], None if order in sold else "out_of_stock")
    same("what is left", shop.stock(LAST_UNIT), 0)
    return None if before else "an earlier run sold it; that it stays sold was seen"


def refused_without_trace(shop: Shop, customer: str, lines: Lines, reason: str) -> None:
    """Order, and find it REJECTED with stock and wallet as they were."""
    stock = {each["product_id"]: shop.stock(each["product_id"]) for each in lines}
    wallet = shop.wallet(customer)
    settled = shop.settles(customer, lines)
    same("the status", settled["status"], "REJECTED")
    same("the reason", settled["reason"], reason)
    holds(settled["settled_at"] is not None, "a rejected order has no settled_at")
    for product_id, units in stock.items():
        same(f"the stock of {product_id}", shop.stock(product_id), units)
    same("the wallet", shop.wallet(customer), wallet)


SENTENCES = (
    a_risky_order_is_refused,
    an_order_of_a_sold_out_product_is_refused,
    an_order_with_one_sold_out_line_is_refused_whole,
    a_declined_payment_puts_the_stock_back,
    a_customer_without_a_wallet_is_declined,
    the_last_unit_is_sold_once,
)
