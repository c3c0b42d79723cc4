"""What the customer wants of the shop, wish by wish, and what would be amiss.

A wish knows of no bug: it is a promise of the contract, or of the service level. Each gives the
symptom where the promise is not kept. The first that does ends the shopping.
"""

from collections.abc import Callable
from typing import Any, Final

from experiments.hunt.shopper import CREATED, OK, REUSED, Answer, Lines, Shopper
from experiments.hunt.symptom import Kind, Symptom
from experiments.slo import SLO
from shared_domain.inventory.seed import LAST_UNIT, SOLD_OUT
from shared_domain.payments.seed import PENNILESS

CUSTOMER: Final = "c-00042"
READ_S, SETTLE_S = SLO.read_p95_ms / 1000, SLO.settle_p95_ms / 1000
TIMES: Final = 3
"""Slow is what takes too long so often in a row."""

BASKET: Final[Lines] = {"p-0001": 1, "p-0002": 2}
FAILED: Final = "failed"
"""The reason of an order that ended although nobody refused it."""

Wish = Callable[[Shopper], Symptom | None]


def nothing_is_found(shop: Shopper) -> Symptom | None:
    """A search for what is not there."""
    found = shop.read("searchProducts", "/products?q=nosuchthing", CUSTOMER)
    if amiss := _not(OK, found):
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
        if amiss := _not(OK, pages[-1]):
            return amiss
    if all(page.body.get("recommendations") is None for page in pages):
        return pages[0].symptom(Kind.WRONG, "Product pages have no recommendations.")
    return _slow(pages, READ_S)


def an_order_is_confirmed_in_time(shop: Shopper) -> Symptom | None:
    """What is there and can be paid is sold."""
    orders = []
    for _ in range(TIMES):
        orders.append(shop.order(CUSTOMER, {"p-0003": 1}))
        if amiss := _not_confirmed(orders[-1]):
            return amiss
    return _slow(orders, SETTLE_S)


def the_total_is_paid(shop: Shopper) -> Symptom | None:
    """The wallet holds less by the order's total."""
    before = shop.read("readWallet", "/wallet", CUSTOMER)
    if amiss := _not(OK, before):
        return amiss
    order = shop.order(CUSTOMER, BASKET)
    if amiss := _not_confirmed(order):
        return amiss
    after = shop.read("readWallet", "/wallet", CUSTOMER)
    if amiss := _not(OK, after):
        return amiss
    paid, total = _cents(before) - _cents(after), order.body["total_cents"]
    if paid != total:
        told = f"The wallet holds {paid} cents less after an order over {total} cents."
        return after.symptom(Kind.WRONG, told, order)
    return None


def the_total_is_told(shop: Shopper) -> Symptom | None:
    """The notification of an order names its total."""
    order = shop.order(CUSTOMER, BASKET)
    if amiss := _not_confirmed(order):
        return amiss
    total = order.body["total_cents"]
    return _not_told(shop, order, f"{total // 100}.{total % 100:02d}")


def the_last_unit_is_sold(shop: Shopper) -> Symptom | None:
    """What the stock shows can be ordered."""
    stock = shop.read("readStock", f"/products/{LAST_UNIT}/stock", CUSTOMER)
    if amiss := _not(OK, stock):
        return amiss
    if stock.body.get("available") != 1:
        return None  # somebody was faster
    return _not_confirmed(shop.order(CUSTOMER, {LAST_UNIT: 1}))


def a_refusal_is_told(shop: Shopper) -> Symptom | None:
    """What is sold out is refused, and the customer hears of it."""
    order = shop.order(CUSTOMER, {SOLD_OUT: 1})
    return _not_refused(order, "out_of_stock") or _not_told(shop, order, "rejected")


def nobody_buys_without_money(shop: Shopper) -> Symptom | None:
    """An empty wallet buys nothing."""
    return _not_refused(shop.order(PENNILESS, {"p-0004": 1}), "payment_declined")


def a_used_key_is_refused(shop: Shopper) -> Symptom | None:
    """A key that was used is good for the same order only."""
    key = "two-orders"
    first = shop.place(CUSTOMER, {"p-0005": 1}, key)
    if amiss := _not(CREATED, first):
        return amiss
    return _not(REUSED, shop.place(CUSTOMER, {"p-0005": 2}, key))


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


def _not(status: int, answer: Answer) -> Symptom | None:
    """That it was answered otherwise."""
    if answer.status == status:
        return None
    kind = Kind.WRONG if 0 < answer.status < 500 else Kind.FAILED
    said = f"answered {answer.status}" if answer.status else "not answered in time"
    told = f"{answer.operation} was {said}; {status} was promised."
    return answer.symptom(kind, told)


def _not_confirmed(order: Answer) -> Symptom | None:
    return _not(CREATED, order) or _not_so(order, "CONFIRMED", None)


def _not_refused(order: Answer, reason: str) -> Symptom | None:
    return _not(CREATED, order) or _not_so(order, "REJECTED", reason)


def _not_so(order: Answer, status: str, reason: str | None) -> Symptom | None:
    became = order.body["status"], order.body["reason"]
    if became == (status, reason):
        return None
    told = f"An order became {_words(*became)}; {_words(status, reason)} was to be expected."
    is_over = became[0] != "PENDING" and became[1] != FAILED
    kind = Kind.WRONG if is_over else Kind.FAILED
    return order.symptom(kind, told)


def _not_told(shop: Shopper, order: Answer, words: str) -> Symptom | None:
    """That the customer heard nothing of the order, or heard other words."""

    def ask() -> Answer:
        return shop.read("listNotifications", "/notifications?limit=50", CUSTOMER)

    heard = shop.until(ask, lambda answer: _text(answer, _id(order)) is not None)
    if amiss := _not(OK, heard):
        return amiss
    text = _text(heard, _id(order))
    if text is None:
        return heard.symptom(Kind.WRONG, "The customer is not told of an order.", order)
    if words not in text:
        told = f"The customer is told {text!r}; {words!r} is not in it."
        return heard.symptom(Kind.WRONG, told, order)
    return None


def _slow(answers: list[Answer], limit_s: float) -> Symptom | None:
    if min(answer.took_s for answer in answers) <= limit_s:
        return None
    last = answers[-1]
    told = f"{last.operation} takes {last.took_s:.1f} s; {limit_s:g} s are promised."
    return last.symptom(Kind.SLOW, told)


def _text(heard: Answer, order_id: str) -> str | None:
    told: list[dict[str, Any]] = heard.body.get("notifications", [])
    return next((str(each["text"]) for each in told if each["order_id"] == order_id), None)


def _cents(wallet: Answer) -> int:
    return int(wallet.body["balance_cents"])


def _id(order: Answer) -> str:
    return str(order.body["order_id"])


def _words(status: str, reason: str | None) -> str:
    return f"{status} ({reason})" if reason else status
