"""Mutants that sentences/paging.py notices."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from experiments.testing.memory_features import MemoryCatalog
from experiments.testing.memory_orders import MemoryOrders
from experiments.testing.planted.builders import Environ, Mutants, asks_with, built_with
from shared_domain.catalog.feature import Query
from shared_domain.orders.order import Order


class LosingOneAPage(MemoryCatalog):
    def search(self, session: Any, query: Query) -> Sequence[Any]:
        return super().search(session, replace(query, limit=query.limit + 1))[1:]


class LosingOneInACategory(MemoryCatalog):
    """The first product of the second and all further pages."""

    def search(self, session: Any, query: Query) -> Sequence[Any]:
        if not (query.category and query.after):
            return super().search(session, query)
        return super().search(session, replace(query, limit=query.limit + 1))[1:]


class OldestFirst(MemoryOrders):
    def newest(
        self, session: Any, customer_id: str, limit: int, after: str | None
    ) -> Sequence[Order]:
        return super().newest(session, customer_id, limit, after)[::-1]


class RepeatingTheFirstPage(MemoryOrders):
    def newest(
        self, session: Any, customer_id: str, limit: int, after: str | None
    ) -> Sequence[Order]:
        return super().newest(session, customer_id, limit, None)


def ten_by_default(environ: Environ) -> None:
    if "limit=" not in environ["QUERY_STRING"]:
        environ["QUERY_STRING"] += "&limit=10"


MUTANTS: Mutants = {
    "pages of the catalog hold every product exactly once": {
        "a product lost between pages": built_with(catalog=LosingOneAPage),
    },
    "pages of a category hold each of its products once": {
        "a product lost between pages": built_with(catalog=LosingOneInACategory),
    },
    "a page has twenty products unless told otherwise": {"ten": asks_with(ten_by_default)},
    "orders are listed newest first and in pages": {
        "oldest first": built_with(orders=OldestFirst),
        "the first page again": built_with(orders=RepeatingTheFirstPage),
    },
}
