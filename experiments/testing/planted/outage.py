"""Mutants that sentences/outage.py notices."""

from typing import Any

from experiments.testing.memory_orders import MemoryOrders
from experiments.testing.memory_shop import MemoryShop
from experiments.testing.planted.builders import Mutants, built_with, without_header
from shared_domain.kernel.errors import Reason
from shared_domain.orders.order import Order


class WavingThrough(MemoryOrders):
    """An order that could not be screened is confirmed."""

    def refusal(self, order: Order) -> Reason | None:
        reason = super().refusal(order)
        return None if reason is Reason.SCREENING_UNAVAILABLE else reason


def whole_page_or_none(shop: MemoryShop) -> None:
    read_page = shop.read_page

    def page(product_id: str) -> Any:
        shop.recommendations.recommend(product_id)
        return read_page(product_id)

    shop.read_page = page  # type: ignore[method-assign]


MUTANTS: Mutants = {
    "a page without its optional part is still a page": {
        "no page without recommendations": whole_page_or_none,
    },
    "recommendations say that they are not to be had": {
        "no Retry-After": without_header("Retry-After"),
    },
    "an order that cannot be screened is refused": {
        "confirmed unscreened": built_with(orders=WavingThrough),
    },
}
