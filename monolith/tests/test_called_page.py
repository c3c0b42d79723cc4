"""The composed page: recommendations that hang cost it only them, and never a slot for long."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from monolith.product_page import THREADS, CalledPage
from monolith.tests.harness import Shop
from shared_domain.inventory.seed import PLENTY
from shared_domain.kernel.errors import UnknownProduct
from shared_domain.kernel.protections import PROTECTED
from shared_domain.messages.events import ListedProduct

LAMP = ListedProduct("p-0021", "Grey lamps 0021", "lamps", 300)


def page(shop: Shop, recommend: Callable[[str], Any], timeout_ms: int = 5000) -> CalledPage:
    """A page in a shop whose recommendations are these."""

    class Recommending:
        def recommend(self, product_id: str) -> Any:
            return recommend(product_id)

    shop.features.recommendations = Recommending()  # type: ignore[assignment]
    return CalledPage(shop.database, shop.features, timeout_ms)


def test_recommendations_are_asked_for_while_the_stock_is_read(shop: Shop) -> None:
    both = threading.Barrier(2)
    available = shop.features.inventory.available

    def meet(*asked: Any) -> int:
        both.wait(5)
        return available(*asked)

    def recommend(_: str) -> list[ListedProduct]:
        both.wait(5)
        return [LAMP]

    shop.features.inventory.available = meet  # type: ignore[method-assign, assignment]
    shown = page(shop, recommend).read("p-0001")
    assert (shown.available, shown.recommendations) == (
        PLENTY,
        [{"product_id": "p-0021", "name": "Grey lamps 0021", "price_cents": 300}],
    )


def test_recommendations_that_hang_cost_the_page_only_them_and_soon_no_time(shop: Shop) -> None:
    free, asked = threading.Event(), []

    def recommend(product_id: str) -> list[ListedProduct]:
        asked.append(product_id)
        free.wait(30)
        return []

    hung = page(shop, recommend, timeout_ms=50)
    try:
        for _ in range(PROTECTED.failures_to_open + 3):
            shown = hung.read("p-0001")
            assert (shown.available, shown.recommendations) == (PLENTY, None)
        assert len(asked) == PROTECTED.failures_to_open
    finally:
        free.set()


def test_nobody_is_asked_about_a_product_that_does_not_exist(shop: Shop) -> None:
    asked: list[str] = []
    with pytest.raises(UnknownProduct):
        page(shop, asked.append).read("p-1001")
    assert asked == []


def test_as_many_pages_as_connections_are_read_at_once(shop: Shop) -> None:
    """Each needs a second connection of the same pool, and none waits while it holds one."""
    slots = shop.database.engine.pool.size()  # type: ignore[attr-defined]
    assert slots == THREADS

    def recommend(product_id: str) -> list[ListedProduct]:
        with shop.database.read() as session:
            found = shop.features.catalog.of_same_category(session, product_id)
        return [replace(each) for each in found[:1]]

    together = page(shop, recommend)
    with ThreadPoolExecutor(slots) as pool:
        pages = list(pool.map(together.read, ["p-0001"] * 10 * slots))
    assert all(each.recommendations for each in pages)
