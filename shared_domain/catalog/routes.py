"""The catalog over HTTP. The composed page has a runner per arm: see `ReadPage`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, jsonify

from shared_domain.catalog.feature import Catalog, Query
from shared_domain.kernel.database import Database
from shared_domain.kernel.errors import InvalidRequest
from shared_domain.kernel.http.requests import query_number, query_text
from shared_domain.kernel.ids import is_product_id
from shared_domain.messages.events import ListedProduct


@dataclass(frozen=True)
class ProductPage:
    """A product, its stock, and recommendations where they were to be had."""

    product: ListedProduct
    available: int
    recommendations: Sequence[dict[str, Any]] | None


ReadPage = Callable[[str], ProductPage]


def catalog_routes(catalog: Catalog, database: Database, read_page: ReadPage) -> Blueprint:
    routes = Blueprint("catalog", __name__)

    @routes.get("/products")
    def search_products() -> Response:
        query = Query(query_text("q"), query_text("category"), _after(), _limit())
        with database.read() as session:
            found = catalog.search(session, query)
        last = found[-1].product_id if len(found) == query.limit else None
        return jsonify(products=[vars(product) for product in found], next=last)

    @routes.get("/products/<product_id>")
    def read_product(product_id: str) -> Response:
        with database.read() as session:
            return jsonify(vars(catalog.read(session, product_id)))

    @routes.get("/products/<product_id>/page")
    def read_product_page(product_id: str) -> Response:
        page = read_page(product_id)
        return jsonify(vars(page) | {"product": vars(page.product)})

    return routes


def _limit() -> int:
    return query_number("limit", default=20, lowest=1, highest=50)


def _after() -> str | None:
    after = query_text("after")
    if after is not None and not is_product_id(after):
        raise InvalidRequest("after must be a product id, for example p-0020.")
    return after
