"""The inventory over HTTP."""

from flask import Blueprint, Response, jsonify

from shared_domain.inventory.feature import Inventory
from shared_domain.kernel.database import Database


def inventory_routes(inventory: Inventory, database: Database) -> Blueprint:
    routes = Blueprint("inventory", __name__)

    @routes.get("/products/<product_id>/stock")
    def read_stock(product_id: str) -> Response:
        with database.read() as session:
            available = inventory.available(session, product_id)
        return jsonify(product_id=product_id, available=available)

    return routes
