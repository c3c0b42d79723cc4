"""The suite looks at an arm from outside, so it repeats a few figures of the seed."""

from experiments.checks.conformance import shop
from experiments.outside.behaviour import ALWAYS_REFUSED
from shared_domain.catalog.seed import PRODUCTS
from shared_domain.inventory.seed import LAST_UNIT, SOLD_OUT, opening_stock
from shared_domain.payments.seed import PENNILESS, opening_wallets


def test_its_figures_are_the_seeds() -> None:
    wallets = opening_wallets()
    assert (PRODUCTS, len(wallets)) == (shop.PRODUCTS, shop.CUSTOMERS)
    assert (shop.LAST_UNIT, shop.SOLD_OUT) == (LAST_UNIT, SOLD_OUT)
    assert (shop.PENNILESS, shop.RISKY) == (PENNILESS, ALWAYS_REFUSED)
    assert shop.NO_PRODUCT not in opening_stock()
    assert shop.NOBODY not in wallets


def test_what_it_draws_is_well_stocked_and_well_off_and_new_each_time() -> None:
    drawn = shop.Shop("http://shop", seed=1)
    products = [drawn.product() for _ in range(900)]
    customers = [drawn.customer() for _ in range(900)]
    assert len(set(products)) == len(set(customers)) == 900
    assert set(products) <= set(opening_stock()) - {LAST_UNIT, SOLD_OUT}
    assert set(customers) <= set(opening_wallets()) - {PENNILESS, ALWAYS_REFUSED}
    assert drawn.key() != drawn.key() != shop.Shop("http://shop", seed=1).key()
