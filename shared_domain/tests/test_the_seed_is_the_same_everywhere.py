"""The seed by its digest: if one of these changes, stored results no longer compare."""

import dataclasses
import hashlib
import json
from collections import Counter

from shared_domain.catalog.seed import CATEGORIES, all_products
from shared_domain.inventory.seed import LAST_UNIT, PLENTY, SOLD_OUT, opening_stock
from shared_domain.kernel.ids import is_customer_id, is_product_id
from shared_domain.payments.seed import FULL_CENTS, PENNILESS, opening_wallets
from shared_domain.recommendations.feature import SHOWN


def digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]


def test_the_seed_has_not_changed() -> None:
    assert digest([dataclasses.asdict(each) for each in all_products()]) == "c5136907d9c9a63f"
    assert digest(opening_stock()) == "8056fa21687c5efc"
    assert digest(opening_wallets()) == "b8275023a5005716"


def test_there_are_a_thousand_products_in_twenty_categories_of_fifty() -> None:
    products = all_products()
    assert [each.product_id for each in products] == [f"p-{n:04d}" for n in range(1, 1_001)]
    assert Counter(each.category for each in products) == dict.fromkeys(CATEGORIES, 50)
    assert SHOWN < 50


def test_names_are_unique_and_prices_lie_between_2_and_100() -> None:
    products = all_products()
    assert len({each.name for each in products}) == len(products)
    assert all(199 <= each.price_cents <= 9_999 for each in products)


def test_every_product_has_stock_and_two_are_scarce() -> None:
    stock = opening_stock()
    assert list(stock) == [each.product_id for each in all_products()]
    assert stock[LAST_UNIT] == 1
    assert stock[SOLD_OUT] == 0
    assert Counter(stock.values()) == {PLENTY: 998, 1: 1, 0: 1}


def test_ten_thousand_customers_have_a_wallet_and_one_is_empty() -> None:
    wallets = opening_wallets()
    assert len(wallets) == 10_000
    assert wallets[PENNILESS] == 0
    assert Counter(wallets.values()) == {FULL_CENTS: 9_999, 0: 1}


def test_ids_are_of_the_form_the_contract_asks_for() -> None:
    assert all(is_product_id(product_id) for product_id in opening_stock())
    assert all(is_customer_id(customer_id) for customer_id in opening_wallets())
