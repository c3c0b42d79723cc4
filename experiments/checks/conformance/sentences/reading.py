"""Looking around: products, stock, recommendations, the composed page, the wallet."""

from urllib.parse import quote

from experiments.checks.conformance.expectations import holds, same
from experiments.checks.conformance.shop import Shop


def a_product_is_read_by_its_id(shop: Shop) -> None:
    product = shop.read("/products/p-0001")
    same("product_id", product["product_id"], "p-0001")
    same("its fields", set(product), {"product_id", "name", "category", "price_cents"})
    holds(product["price_cents"] > 0, f"p-0001 costs {product['price_cents']}")


def a_search_finds_a_product_by_its_name_in_either_case(shop: Shop) -> None:
    product = shop.read(f"/products/{shop.product()}")
    for words in (product["name"], product["name"].upper(), product["name"].lower()):
        found = shop.read(f"/products?q={quote(words)}")
        same(f"the products called {words}", found, {"products": [product], "next": None})


def a_search_finds_only_what_was_asked_for(shop: Shop) -> None:
    product = shop.read(f"/products/{shop.product()}")
    word, category = product["name"].split()[0], product["category"]
    found = shop.read(f"/products?q={quote(word)}&category={quote(category)}&limit=50")["products"]
    holds(product in found, f"{product['product_id']} is not among the {word} {category}")
    for each in found:
        holds(word in each["name"], f"{each['name']!r} was found by {word!r}")
        same(f"the category of {each['product_id']}", each["category"], category)


def a_page_equals_its_parts(shop: Shop) -> None:
    path = f"/products/{shop.product()}"
    page = shop.read(f"{path}/page")
    same("its fields", set(page), {"product", "available", "recommendations"})
    same("the page's product", page["product"], shop.read(path))
    same("the page's stock", page["available"], shop.read(f"{path}/stock")["available"])
    recommended = shop.read(f"{path}/recommendations")["recommendations"]
    same("the page's recommendations", page["recommendations"], recommended)


def four_others_of_the_same_category_are_recommended(shop: Shop) -> None:
    product = shop.read(f"/products/{shop.product()}")
    path = f"/products/{product['product_id']}/recommendations"
    answer = shop.read(path)
    same("asked again", shop.read(path), answer)
    same("product_id", answer["product_id"], product["product_id"])
    recommended = answer["recommendations"]
    same("how many", len({each["product_id"] for each in recommended}), 4)
    for each in recommended:
        other = shop.read(f"/products/{each['product_id']}")
        same("the other's category", other.pop("category"), product["category"])
        same("what is said of the other", each, other)
        holds(other["product_id"] != product["product_id"], "a product is recommended with itself")


def a_wallet_is_read_by_its_owner(shop: Shop) -> None:
    customer = shop.customer()
    wallet = shop.read("/wallet", customer)
    same("whose wallet", wallet["customer_id"], customer)
    holds(wallet["balance_cents"] > 0, f"{customer} has {wallet['balance_cents']}")


SENTENCES = (
    a_product_is_read_by_its_id,
    a_search_finds_a_product_by_its_name_in_either_case,
    a_search_finds_only_what_was_asked_for,
    a_page_equals_its_parts,
    four_others_of_the_same_category_are_recommended,
    a_wallet_is_read_by_its_owner,
)
