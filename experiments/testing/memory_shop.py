"""The shop in memory, behind the real routes: the smallest thing that keeps the contract.

The conformance suite is proved on it: it passes here, and fails as soon as a deviation is
planted by overriding one of these small classes (planted/).
"""

from typing import cast

from flask import Flask, Response, jsonify, request

from experiments.testing.memory_features import (
    Memory,
    MemoryCatalog,
    MemoryInventory,
    MemoryNotifications,
    MemoryPayments,
    MemoryRecommendations,
)
from experiments.testing.memory_orders import MemoryOrders
from shared_domain.catalog.routes import ProductPage, catalog_routes
from shared_domain.inventory.routes import inventory_routes
from shared_domain.kernel.database import Database, Session
from shared_domain.kernel.errors import Unavailable
from shared_domain.kernel.http.application import http_application
from shared_domain.notifications.routes import notifications_routes
from shared_domain.orders.routes import orders_routes
from shared_domain.payments.routes import payments_routes
from shared_domain.recommendations.routes import as_json, recommendations_routes


class MemoryShop:
    """The composition root. Replace a feature before calling `application`."""

    def __init__(self, shown_pending: int = 0) -> None:
        self.memory = Memory()
        self.catalog = MemoryCatalog(self.memory)
        self.inventory = MemoryInventory(self.memory)
        self.orders = MemoryOrders(self.memory, shown_pending)
        self.payments = MemoryPayments(self.memory)
        self.notifications = MemoryNotifications(self.memory)
        self.recommendations = MemoryRecommendations(self.memory)

    def application(self) -> Flask:
        database = cast(Database, self.memory)
        return http_application(
            "memory",
            [
                catalog_routes(self.catalog, database, self.read_page),
                inventory_routes(self.inventory, database),
                orders_routes(self.orders, database),
                payments_routes(self.payments, database),
                recommendations_routes(self.recommendations),
                notifications_routes(self.notifications, database),
            ],
        )

    def outside_application(self) -> Flask:
        """As much of the outside world's control as the suite uses."""
        app = Flask("outside", static_folder=None)

        @app.get("/behaviour")
        def get_behaviour() -> Response:
            return jsonify(error_share=0.0 if self.memory.outside_answers else 1.0)

        @app.put("/behaviour")
        def put_behaviour() -> Response:
            self.memory.outside_answers = request.get_json().get("error_share", 0) == 0
            return get_behaviour()

        return app

    def read_page(self, product_id: str) -> ProductPage:
        session = cast(Session, None)
        product = self.catalog.read(session, product_id)
        available = self.inventory.available(session, product_id)
        try:
            return ProductPage(
                product, available, as_json(self.recommendations.recommend(product_id))
            )
        except Unavailable:
            return ProductPage(product, available, None)
