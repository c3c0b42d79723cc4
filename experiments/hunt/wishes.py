"""What the customer wants of the shop, wish by wish, and what would be amiss.

A wish knows of no bug: it is a promise of the contract, or of the service level. Each gives the
symptom where the promise is not kept. The first that does ends the shopping.
"""

from collections.abc import Callable
from typing import Final

from experiments.hunt.amiss import not_confirmed, not_refused, not_told, other_than, too_slow
from experiments.hunt.shopper import CREATED, CUSTOMER, OK, REUSED, Answer, Lines, Shopper
from experiments.hunt.symptom import Kind, Symptom
from experiments.slo import SLO
from shared_domain.inventory.seed import LAST_UNIT, SOLD_OUT
from shared_domain.payments.seed import PENNILESS

READ_S, SETTLE_S = SLO.read_p95_ms / 1000, SLO.settle_p95_ms / 1000
TIMES: Final = 3
"""Slow is what takes too long so often in a row."""

BASKET: Final[Lines] = {"p-0001": 1, "p-0002": 2}

Wish = Callable[[Shopper], Symptom | None]


def nothing_is_found(shop: Shopper) -> Symptom | None:
    """A search for what is not there."""
    found = shop.read("searchProducts", "/products?q=nosuchthing", CUSTOMER)
    if amiss := other_than(OK, found):
        return amiss
    if found.body.get("products") != []:
        return found.symptom(Kind.WRONG, "A search for what is not there finds something.")
    return None


def a_page_is_whole(shop: Shopper) -> Symptom | None:
    """Product pages have recommendations, and come in time."""
    pages = []
    for number in range(TIMES):
        path = f"/products/p-{number + 10:04d}/page"
        pages.append(shop.read("readProductPage", path, CUSTOMER))
        if amiss := other_than(OK, pages[-1]):
            return amiss
    if all(page.body.get("recommendations") is None for page in pages):
        return pages[0].symptom(Kind.WRONG, "Product pages have no recommendations.")
    return too_slow(pages, READ_S)


def an_order_is_confirmed_in_time(shop: Shopper) -> Symptom | None:
    """What is there and can be paid is sold."""
    orders = []
    for _ in range(TIMES):
        orders.append(shop.order(CUSTOMER, {"p-0003": 1}))
        if amiss := not_confirmed(orders[-1]):
            return amiss
    return too_slow(orders, SETTLE_S)


def the_total_is_paid(shop: Shopper) -> Symptom | None:
    """The wallet holds less by the order's total."""
    before = shop.read("readWallet", "/wallet", CUSTOMER)
    if amiss := other_than(OK, before):
        return amiss
    order = shop.order(CUSTOMER, BASKET)
    if amiss := not_confirmed(order):
        return amiss
    after = shop.read("readWallet", "/wallet", CUSTOMER)
    if amiss := other_than(OK, after):
        return amiss
    paid, total = _cents(before) - _cents(after), order.body["total_cents"]
    if paid != total:
        told = f"The wallet holds {paid} cents less after an order over {total} cents."
        return after.symptom(Kind.WRONG, told, order)
    return None


def the_total_is_told(shop: Shopper) -> Symptom | None:
    """The notification of an order names its total."""
    order = shop.order(CUSTOMER, BASKET)
    if amiss := not_confirmed(order):
        return amiss
    total = order.body["total_cents"]
    return not_told(shop, order, f"{total // 100}.{total % 100:02d}")


def the_last_unit_is_sold(shop: Shopper) -> Symptom | None:
    """What the stock shows can be ordered."""
    stock = shop.read("readStock", f"/products/{LAST_UNIT}/stock", CUSTOMER)
    if amiss := other_than(OK, stock):
        return amiss
    if stock.body.get("available") != 1:
        return None  # somebody was faster
    return not_confirmed(shop.order(CUSTOMER, {LAST_UNIT: 1}))


def a_refusal_is_told(shop: Shopper) -> Symptom | None:
    """What is sold out is refused, and the customer hears of it."""
    order = shop.order(CUSTOMER, {SOLD_OUT: 1})
    return not_refused(order, "out_of_stock") or not_told(shop, order, "rejected")


def nobody_buys_without_money(shop: Shopper) -> Symptom | None:
    """An empty wallet buys nothing."""
    return not_refused(shop.order(PENNILESS, {"p-0004": 1}), "payment_declined")


def a_used_key_is_refused(shop: Shopper) -> Symptom | None:
    """A key that was used is good for the same order only."""
    key = "two-orders"
    first = shop.place(CUSTOMER, {"p-0005": 1}, key)
    if amiss := other_than(CREATED, first):
        return amiss
    return other_than(REUSED, shop.place(CUSTOMER, {"p-0005": 2}, key))


WISHES: Final[tuple[Wish, ...]] = (
    nothing_is_found,
    a_page_is_whole,
    an_order_is_confirmed_in_time,
    the_total_is_paid,
    the_total_is_told,
    the_last_unit_is_sold,
    a_refusal_is_told,
    nobody_buys_without_money,
    a_used_key_is_refused,
)


def _cents(wallet: Answer) -> int:
    return int(wallet.body["balance_cents"])
