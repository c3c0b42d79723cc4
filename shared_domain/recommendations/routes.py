"""Recommendations over HTTP."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, jsonify

from shared_domain.messages.events import ListedProduct
from shared_domain.recommendations.feature import Recommendations


def recommendations_routes(recommendations: Recommendations) -> Blueprint:
    routes = Blueprint("recommendations", __name__)

    @routes.get("/products/<product_id>/recommendations")
    def read_recommendations(product_id: str) -> Response:
        shown = as_json(recommendations.recommend(product_id))
        return jsonify(product_id=product_id, recommendations=shown)

    return routes


def as_json(products: Sequence[ListedProduct]) -> list[dict[str, Any]]:
    return [
        {"product_id": each.product_id, "name": each.name, "price_cents": each.price_cents}
        for each in products
    ]
