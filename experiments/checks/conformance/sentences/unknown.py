"""Questions about things that are not there, and queries that make no sense."""

from urllib.parse import quote

from experiments.checks.conformance.expectations import expect_problem, holds, same
from experiments.checks.conformance.shop import NO_ORDER, NO_PRODUCT, NOBODY, Shop

PRODUCT_PATHS = ("", "/page", "/stock", "/recommendations")
ODD_IDS = ("p-1", "P-0001", "p-00001", "1", "null", "p-0001 ", "'", "%", "\u2603", "x" * 1000)
STRANGE_TEXTS = (
    "%", "_", "\\", "'", '"', "';--", "/", "*", "\u00df", "\u0130", "\u2603", "\U0001f9e6",
    "\u202e", "\ufffd", "e\u0301", "\uff5e" * 100, "{{7*7}}", "\\x00", " ",
)  # fmt: skip
BAD_QUERIES = (
    "limit=0", "limit=51", "limit=-1", "limit=x", "limit=1.5", "limit=", "limit=0000000501",
    "limit=%D9%A1", "limit=99999999999999999999", "q=", "q=" + "x" * 101, "q=a%00b", "q=%0A",
    "category=", "category=%7F", "after=p-1", "after=", "after=p-0001%00",
)  # fmt: skip


def an_unknown_product_is_not_found(shop: Shop) -> None:
    for ending in PRODUCT_PATHS:
        expect_problem(shop.get(f"/products/{NO_PRODUCT}{ending}"), 404, "unknown-product")


def an_odd_id_is_not_found(shop: Shop) -> None:
    for ending in PRODUCT_PATHS:
        for product_id in ODD_IDS:
            answer = shop.get(f"/products/{quote(product_id, safe='')}{ending}")
            expect_problem(answer, 404, "unknown-product")
    customer = shop.customer()
    for order_id in ("1", "null", NO_ORDER.upper(), "'", "\u2603"):
        answer = shop.get(f"/orders/{quote(order_id, safe='')}", customer)
        expect_problem(answer, 404, "unknown-order")


def a_nul_in_a_path_is_no_way_in(shop: Shop) -> None:
    for path in ("/products/%00", "/products/p-0001%00/stock", "/orders/%00"):
        answer = shop.get(path, shop.customer())
        holds(answer.status in (400, 404), f"{answer.request}: {answer.summary}")


def an_unknown_order_is_not_found(shop: Shop) -> None:
    expect_problem(shop.get(f"/orders/{NO_ORDER}", shop.customer()), 404, "unknown-order")


def an_unknown_customer_has_no_wallet_and_nothing_else(shop: Shop) -> None:
    expect_problem(shop.get("/wallet", NOBODY), 404, "unknown-customer")
    nobody = "c-88888"
    same("orders", shop.read("/orders", nobody), {"orders": [], "next": None})
    same("notifications", shop.read("/notifications", nobody), {"notifications": []})


def an_unknown_path_is_not_found(shop: Shop) -> None:
    for path in ("/", "/nothing", "/products/p-0001/nothing", "/orders/x/y", "/wallet/c-00001"):
        expect_problem(shop.get(path, shop.customer()), 404, "not-found")


def health_is_not_shown_to_clients(shop: Shop) -> None:
    for probe in ("live", "ready", "startup"):
        expect_problem(shop.get(f"/health/{probe}"), 404, "not-found")


def an_unknown_method_is_told_what_is_allowed(shop: Shop) -> None:
    customer = shop.customer()
    for method, path, allowed in (
        ("DELETE", "/products", {"GET"}),
        ("PUT", "/products/p-0001", {"GET"}),
        ("POST", "/products/p-0001/stock", {"GET"}),
        ("PATCH", "/orders", {"GET", "POST"}),
        ("DELETE", f"/orders/{NO_ORDER}", {"GET"}),
        ("OPTIONS", "/wallet", {"GET"}),
        ("POST", "/notifications", {"GET"}),
    ):
        answer = shop.send(method, path, customer)
        expect_problem(answer, 405, "method-not-allowed")
        told = {each.strip() for each in (answer.header("Allow") or "").split(",")}
        same(f"what {path} allows", told - {"HEAD"}, allowed)


def a_query_that_makes_no_sense_is_refused(shop: Shop) -> None:
    customer = shop.customer()
    for query in BAD_QUERIES:
        expect_problem(shop.get(f"/products?{query}"), 422, "invalid-request")
    for path in ("/orders", "/notifications"):
        for query in BAD_QUERIES[:9]:
            expect_problem(shop.get(f"{path}?{query}", customer), 422, "invalid-request")
    expect_problem(shop.get("/orders?after=a%00b", customer), 422, "invalid-request")


def strange_text_is_only_text(shop: Shop) -> None:
    for text in STRANGE_TEXTS:
        found = shop.read(f"/products?q={quote(text, safe='')}&limit=1")["products"]
        hits = [each for each in found if text.lower() in each["name"].lower()]
        same(f"what {text!r} finds", found, hits)
        if text != " ":
            same(f"how many {text!r} finds", len(found), 0)
    same("bytes that are no text", shop.read("/products?q=%FF%FE"), {"products": [], "next": None})


SENTENCES = (
    an_unknown_product_is_not_found,
    an_odd_id_is_not_found,
    a_nul_in_a_path_is_no_way_in,
    an_unknown_order_is_not_found,
    an_unknown_customer_has_no_wallet_and_nothing_else,
    an_unknown_path_is_not_found,
    health_is_not_shown_to_clients,
    an_unknown_method_is_told_what_is_allowed,
    a_query_that_makes_no_sense_is_refused,
    strange_text_is_only_text,
)
