"""What still works while the outside world fails. Needs the outside world's own switch.

Few requests on purpose: five failures in a row would open a breaker (kernel/remote.py) and the
sentences after these would meet it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from experiments.checks.conformance.expectations import expect_problem, same
from experiments.checks.conformance.shop import Shop, line


def a_page_without_its_optional_part_is_still_a_page(shop: Shop) -> None:
    path = f"/products/{shop.product()}"
    whole = shop.read(f"{path}/page")
    with outside_failing(shop):
        page = shop.read(f"{path}/page")
    same("the page", page, {**whole, "recommendations": None})
    whole_again(shop, path)


def recommendations_say_that_they_are_not_to_be_had(shop: Shop) -> None:
    path = f"/products/{shop.product()}"
    with outside_failing(shop):
        answer = shop.get(f"{path}/recommendations")
    expect_problem(answer, 503, "unavailable")
    same("Retry-After", answer.header("Retry-After"), "1")
    whole_again(shop, path)


def an_order_that_cannot_be_screened_is_refused(shop: Shop) -> None:
    customer, product = shop.customer(), shop.product()
    stock, wallet = shop.stock(product), shop.wallet(customer)
    with outside_failing(shop):
        settled = shop.settles(customer, [line(product)])
    same("the status", settled["status"], "REJECTED")
    same("the reason", settled["reason"], "screening_unavailable")
    same("the stock", shop.stock(product), stock)
    same("the wallet", shop.wallet(customer), wallet)


def whole_again(shop: Shop, path: str) -> None:
    shop.eventually("the page is whole again", lambda: shop.read(f"{path}/page")["recommendations"])


@contextmanager
def outside_failing(shop: Shop) -> Iterator[None]:
    before = shop.behave({"error_share": 1.0})
    try:
        yield
    finally:
        shop.behave(before)


SENTENCES = (
    a_page_without_its_optional_part_is_still_a_page,
    recommendations_say_that_they_are_not_to_be_had,
    an_order_that_cannot_be_screened_is_refused,
)
