"""Notifications over HTTP: a customer's own."""

from flask import Blueprint, Response, jsonify

from shared_domain.kernel.database import Database
from shared_domain.kernel.http.requests import customer_id, query_number
from shared_domain.notifications.feature import Notifications


def notifications_routes(notifications: Notifications, database: Database) -> Blueprint:
    routes = Blueprint("notifications", __name__)

    @routes.get("/notifications")
    def list_notifications() -> Response:
        customer = customer_id()
        limit = query_number("limit", default=20, lowest=1, highest=50)
        with database.read() as session:
            return jsonify(notifications=notifications.sent_to(session, customer, limit))

    return routes
