"""Mutants that sentences/reading.py notices."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from experiments.testing.memory_features import MemoryCatalog, MemoryRecommendations
from experiments.testing.memory_shop import MemoryShop
from experiments.testing.planted.builders import Mutants, answers_with, built_with, with_field
from shared_domain.catalog.feature import Query


class CaseSensitive(MemoryCatalog):
    def search(self, session: Any, query: Query) -> Sequence[Any]:
        found = super().search(session, query)
        return [each for each in found if (query.text or "") in each.name]


class IgnoringTheCategory(MemoryCatalog):
    def search(self, session: Any, query: Query) -> Sequence[Any]:
        return super().search(session, replace(query, category=None))


class RecommendingItself(MemoryRecommendations):
    def recommend(self, product_id: str) -> Sequence[Any]:
        return [self.memory.products[product_id], *super().recommend(product_id)[1:]]


class RecommendingAnything(MemoryRecommendations):
    """Four products, of whatever category."""

    def recommend(self, product_id: str) -> Sequence[Any]:
        others = (each for each in self.memory.products.values() if each.product_id != product_id)
        return [next(others) for _ in range(4)]


class RecommendingThree(MemoryRecommendations):
    def recommend(self, product_id: str) -> Sequence[Any]:
        return super().recommend(product_id)[:3]


def stale_page(shop: MemoryShop) -> None:
    read_page = shop.read_page
    shop.read_page = lambda product_id: replace(  # type: ignore[method-assign]
        read_page(product_id), available=100_001
    )


MUTANTS: Mutants = {
    "a product is read by its id": {
        "an extra field": with_field("read_product", "colour", "red"),
        "another product": with_field("read_product", "product_id", "p-0002"),
    },
    "a search finds a product by its name in either case": {
        "only in its own case": built_with(catalog=CaseSensitive),
    },
    "a search finds only what was asked for": {
        "of any category": built_with(catalog=IgnoringTheCategory),
        "a list where an object belongs": answers_with(lambda _, body: [body]),
    },
    "a page equals its parts": {"a stale page": stale_page},
    "four others of the same category are recommended": {
        "the product itself": built_with(recommendations=RecommendingItself),
        "of other categories": built_with(recommendations=RecommendingAnything),
        "only three": built_with(recommendations=RecommendingThree),
    },
    "a wallet is read by its owner": {
        "another's wallet": with_field("read_wallet", "customer_id", "c-00001"),
        "an empty wallet": with_field("read_wallet", "balance_cents", 0),
    },
}
