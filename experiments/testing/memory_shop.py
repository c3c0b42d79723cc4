"""The shop in memory, behind the real routes: the smallest thing that keeps the contract.

The conformance suite is proved on it: it passes here, and fails as soon as a deviation is
planted by overriding one of these small classes.
"""

import threading
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, cast

from flask import Flask, Response, jsonify, request
from sqlalchemy.orm import Session

from shared_domain.catalog.feature import Catalog, Query
from shared_domain.catalog.routes import ProductPage, catalog_routes
from shared_domain.catalog.seed import all_products
from shared_domain.inventory.feature import Inventory
from shared_domain.inventory.routes import inventory_routes
from shared_domain.inventory.seed import opening_stock
from shared_domain.kernel.clock import new_uuid, utc_now
from shared_domain.kernel.database import Database
from shared_domain.kernel.errors import (
    IdempotencyKeyReused,
    Reason,
    Unavailable,
    UnknownCustomer,
    UnknownOrder,
    UnknownProduct,
)
from shared_domain.kernel.http.application import http_application
from shared_domain.messages.events import ListedProduct
from shared_domain.notifications.feature import Notifications, text_for
from shared_domain.notifications.routes import notifications_routes
from shared_domain.orders import rules
from shared_domain.orders.feature import Orders, PlaceOrder
from shared_domain.orders.order import Order, Status
from shared_domain.orders.routes import orders_routes
from shared_domain.payments.feature import Payments
from shared_domain.payments.routes import payments_routes
from shared_domain.payments.seed import opening_wallets
from shared_domain.recommendations.feature import Recommendations
from shared_domain.recommendations.routes import as_json, recommendations_routes

RISKY = "c-09999"


class Memory:
    """All the shop knows. `outside_answers` is the switch a test of outages flips."""

    def __init__(self) -> None:
        self.products = {each.product_id: each for each in all_products()}
        self.stock = opening_stock()
        self.wallets = opening_wallets()
        self.orders: list[Order] = []
        self.notifications: list[tuple[str, dict[str, Any]]] = []
        self.outside_answers = True
        self.lock = threading.Lock()

    def read(self) -> AbstractContextManager[None]:
        """Stands where the routes expect a Database: there is no session to be had."""
        return nullcontext()


class MemoryCatalog(Catalog):
    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def read(self, session: Session, product_id: str) -> ListedProduct:
        if product_id not in self.memory.products:
            raise UnknownProduct(f"There is no product {product_id!r}.")
        return self.memory.products[product_id]

    def search(self, session: Session, query: Query) -> Sequence[ListedProduct]:
        found = [
            each
            for each in self.memory.products.values()
            if each.product_id > (query.after or "")
            and query.category in (None, each.category)
            and (query.text or "").lower() in each.name.lower()
        ]
        return found[: query.limit]


class MemoryInventory(Inventory):
    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def available(self, session: Session, product_id: str) -> int:
        if product_id not in self.memory.stock:
            raise UnknownProduct(f"There is no product {product_id!r}.")
        return self.memory.stock[product_id]


class MemoryPayments(Payments):
    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def balance(self, session: Session, customer_id: str) -> int:
        if customer_id not in self.memory.wallets:
            raise UnknownCustomer(f"There is no customer {customer_id!r}.")
        return self.memory.wallets[customer_id]


class MemoryNotifications(Notifications):
    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def sent_to(self, session: Session, customer_id: str, limit: int) -> Sequence[dict[str, Any]]:
        own = [told for customer, told in self.memory.notifications if customer == customer_id]
        return own[::-1][:limit]


class MemoryRecommendations(Recommendations):
    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def recommend(self, product_id: str) -> Sequence[ListedProduct]:
        if not self.memory.outside_answers:
            raise Unavailable("told to fail")
        if product_id not in self.memory.products:
            raise UnknownProduct(f"There is no product {product_id!r}.")
        category = self.memory.products[product_id].category
        same = [each for each in self.memory.products.values() if each.category == category]
        return [each for each in same if each.product_id != product_id][:4]


class MemoryOrders(Orders):
    """Settles an order as it is placed, but shows it PENDING for the first `shown_pending`
    answers about it, as the services do."""

    def __init__(self, memory: Memory, shown_pending: int = 0) -> None:
        self.memory = memory
        self.shown_pending = shown_pending
        self.shown: dict[str, int] = {}

    def place(self, request: PlaceOrder) -> Order:
        asked = rules.fingerprint(request.lines)
        with self.memory.lock:
            earlier = self.earlier(request)
            if earlier is not None:
                if earlier.fingerprint != asked:
                    raise IdempotencyKeyReused("Use a new Idempotency-Key for another order.")
                return self.as_shown(earlier)
            order = self.settled(self.unsaved(request, asked))
            self.memory.orders.append(order)
            self.tell(order)
            return self.as_shown(order)

    def read(self, session: Session, customer_id: str, order_id: str) -> Order:
        for order in self.memory.orders:
            if order.order_id == order_id and order.customer_id == customer_id:
                return self.as_shown(order)
        raise UnknownOrder(f"You have no order {order_id!r}.")

    def newest(
        self, session: Session, customer_id: str, limit: int, after: str | None
    ) -> Sequence[Order]:
        own = [each for each in reversed(self.memory.orders) if each.customer_id == customer_id]
        if after is not None:
            ids = [each.order_id for each in own]
            own = own[ids.index(after) + 1 :] if after in ids else []
        return [self.as_shown(each) for each in own[:limit]]

    def earlier(self, request: PlaceOrder) -> Order | None:
        for order in self.memory.orders:
            key = (order.customer_id, order.idempotency_key)
            if key == (request.customer_id, request.idempotency_key):
                return order
        return None

    def unsaved(self, request: PlaceOrder, fingerprint: str) -> Order:
        return Order(
            order_id=new_uuid(),
            customer_id=request.customer_id,
            idempotency_key=request.idempotency_key,
            fingerprint=fingerprint,
            traceparent=request.traceparent,
            lines=rules.priced(request.lines, self.prices([x.product_id for x in request.lines])),
            placed_at=utc_now(),
        )

    def prices(self, product_ids: Collection[str]) -> dict[str, int]:
        products = self.memory.products
        return {each: products[each].price_cents for each in product_ids if each in products}

    def settled(self, order: Order) -> Order:
        reason = self.refusal(order)
        if reason is not None:
            return order.settled(Status.REJECTED, reason, utc_now())
        for line in order.lines:
            self.memory.stock[line.product_id] -= line.quantity
        self.memory.wallets[order.customer_id] -= order.total_cents
        return order.settled(Status.CONFIRMED, None, utc_now())

    def refusal(self, order: Order) -> Reason | None:
        if not self.memory.outside_answers:
            return Reason.SCREENING_UNAVAILABLE
        if order.customer_id == RISKY:
            return Reason.RISK_REFUSED
        if any(self.memory.stock[line.product_id] < line.quantity for line in order.lines):
            return Reason.OUT_OF_STOCK
        if self.memory.wallets.get(order.customer_id, 0) < order.total_cents:
            return Reason.PAYMENT_DECLINED
        return None

    def tell(self, order: Order) -> None:
        event = order.settled_event()
        told = {
            "order_id": event.order_id,
            "status": event.status,
            "text": text_for(event),
            "sent_at": utc_now().isoformat(),
        }
        self.memory.notifications.append((event.customer_id, told))

    def as_shown(self, order: Order) -> Order:
        self.shown[order.order_id] = self.shown.get(order.order_id, 0) + 1
        if self.shown[order.order_id] > self.shown_pending:
            return order
        return Order(**{**vars(order), "status": Status.PENDING, "reason": None, "settled_at": None})


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
