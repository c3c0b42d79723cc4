"""Payments over HTTP: a customer's own wallet."""

from flask import Blueprint, Response, jsonify

from shared_domain.kernel.database import Database
from shared_domain.kernel.http.requests import customer_id
from shared_domain.payments.feature import Payments


def payments_routes(payments: Payments, database: Database) -> Blueprint:
    routes = Blueprint("payments", __name__)

    @routes.get("/wallet")
    def read_wallet() -> Response:
        customer = customer_id()
        with database.read() as session:
            balance = payments.balance(session, customer)
        return jsonify(customer_id=customer, balance_cents=balance)

    return routes
