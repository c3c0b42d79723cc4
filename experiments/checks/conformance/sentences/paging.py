"""Lists come in pages that neither lose nor repeat anything."""

from experiments.checks.conformance.expectations import Deviation, same
from experiments.checks.conformance.shop import PRODUCTS, Json, Shop, line

MOST_PAGES = 200


def pages_of_the_catalog_hold_every_product_exactly_once(shop: Shop) -> None:
    found = all_products(shop, "/products?limit=50")
    same(
        "the ids of all pages",
        [each["product_id"] for each in found],
        [f"p-{number:04d}" for number in range(1, PRODUCTS + 1)],
    )


def pages_of_a_category_hold_each_of_its_products_once(shop: Shop) -> None:
    category = shop.read(f"/products/{shop.product()}")["category"]
    whole = shop.read(f"/products?category={category}&limit=50")["products"]
    same(
        f"{category} by sevens", all_products(shop, f"/products?category={category}&limit=7"), whole
    )


def a_page_has_twenty_products_unless_told_otherwise(shop: Shop) -> None:
    page = shop.read("/products")
    same("how many", len(page["products"]), 20)
    same("the next page begins after", page["next"], page["products"][-1]["product_id"])


def orders_are_listed_newest_first_and_in_pages(shop: Shop) -> None:
    customer, product = shop.customer(), shop.product()
    placed = [shop.settles(customer, [line(product, n)])["order_id"] for n in (1, 2, 3)]
    listed: list[str] = []
    path = "/orders?limit=2"
    while path and len(listed) < len(placed):
        page = shop.read(path, customer)
        listed += [order["order_id"] for order in page["orders"]]
        path = f"/orders?limit=2&after={page['next']}" if page["next"] else ""
    same("the newest orders", listed[: len(placed)], placed[::-1])


def all_products(shop: Shop, path: str) -> list[Json]:
    """Every product on the page at `path` and on those that follow."""
    found: list[Json] = []
    after = ""
    for _ in range(MOST_PAGES):
        page = shop.read(path + after)
        found += page["products"]
        if page["next"] is None:
            return found
        after = f"&after={page['next']}"
    raise Deviation(f"{path} has no last page")


SENTENCES = (
    pages_of_the_catalog_hold_every_product_exactly_once,
    pages_of_a_category_hold_each_of_its_products_once,
    a_page_has_twenty_products_unless_told_otherwise,
    orders_are_listed_newest_first_and_in_pages,
)
