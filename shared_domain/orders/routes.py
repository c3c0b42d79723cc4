"""Orders over HTTP."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from shared_domain.kernel.database import Database
from shared_domain.kernel.http.requests import (
    customer_id,
    json_body,
    query_number,
    query_text,
    traceparent,
)
from shared_domain.orders import rules
from shared_domain.orders.feature import Orders, PlaceOrder
from shared_domain.orders.order import Order


def orders_routes(orders: Orders, database: Database) -> Blueprint:
    routes = Blueprint("orders", __name__)

    @routes.post("/orders")
    def place_order() -> tuple[Response, int, dict[str, str]]:
        asked = PlaceOrder(
            customer_id=customer_id(),
            idempotency_key=rules.parse_key(request.headers.get("Idempotency-Key")),
            lines=rules.parse_lines(json_body()),
            traceparent=traceparent(),
        )
        order = orders.place(asked)
        return jsonify(as_json(order)), 201, {"Location": f"/orders/{order.order_id}"}

    @routes.get("/orders/<order_id>")
    def read_order(order_id: str) -> Response:
        customer = customer_id()
        with database.read() as session:
            return jsonify(as_json(orders.read(session, customer, order_id)))

    @routes.get("/orders")
    def list_orders() -> Response:
        customer = customer_id()
        limit = query_number("limit", default=20, lowest=1, highest=50)
        with database.read() as session:
            page = orders.newest(session, customer, limit, query_text("after"))
        last = page[-1].order_id if len(page) == limit else None
        return jsonify(orders=[as_json(order) for order in page], next=last)

    return routes


def as_json(order: Order) -> dict[str, Any]:
    return {
        "order_id": order.order_id,
        "customer_id": order.customer_id,
        "status": order.status.value,
        "reason": order.reason.value if order.reason else None,
        "lines": [vars(line) for line in order.lines],
        "total_cents": order.total_cents,
        "placed_at": order.placed_at.isoformat(),
        "settled_at": order.settled_at.isoformat() if order.settled_at else None,
    }
