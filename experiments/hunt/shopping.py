"""A customer goes shopping until something is amiss."""

from typing import Final

import requests

from experiments.hunt.shopper import Shopper
from experiments.hunt.symptom import Symptom
from experiments.hunt.wishes import WISHES

SHOPPING_S: Final = 8.0
"""About how long it takes."""

READS: Final = (
    ("searchProducts", "/products?limit=5"),
    ("readProduct", "/products/p-0006"),
    ("readStock", "/products/p-0006/stock"),
    ("listOrders", "/orders"),
    ("readWallet", "/wallet"),
    ("listNotifications", "/notifications"),
)
ROUNDS: Final = 12
"""Two for each of six replicas that take turns."""

GUEST: Final = "c-00041"
"""Whose orders are none of the customer's."""

PAGES: Final = 2
"""With those of the wish not more than open a breaker (failures_to_open of the budget): what is
behind an open one is not seen any more."""


def go_shopping(gateway_url: str) -> Symptom | None:
    """The first thing that is amiss; None where every wish is fulfilled. Who is first to come to a
    replica waits longer, so others were there before."""
    with requests.Session() as session:
        session.trust_env = False
        shop = Shopper(gateway_url, session)
        _warm_up(shop)
        return first_amiss(shop)


def first_amiss(shop: Shopper) -> Symptom | None:
    return next(filter(None, (wish(shop) for wish in WISHES)), None)


def _warm_up(shop: Shopper) -> None:
    for _ in range(ROUNDS):
        for operation, path in READS:
            shop.read(operation, path, GUEST)
        shop.order(GUEST, {"p-0006": 1})
    for _ in range(PAGES):
        shop.read("readProductPage", "/products/p-0006/page", GUEST)
