"""The barest Flask app that reads a product: what our catalogue read is held against.

One route, one connection a thread, the same query; no contract, no pool, no errors told, nothing
to build on.
"""

import os
import threading
from typing import Any

import psycopg
from flask import Flask, Response, jsonify

QUERY = "SELECT product_id, name, category, price_cents FROM products WHERE product_id = %s"


def build() -> Flask:
    url = os.environ["CLEAVE_DATABASE_URL"].replace("postgresql+psycopg", "postgresql")
    app, own = Flask("bare"), threading.local()

    def connection() -> psycopg.Connection[Any]:
        if not hasattr(own, "connection"):
            own.connection = psycopg.connect(url, autocommit=True)
        found: psycopg.Connection[Any] = own.connection
        return found

    @app.get("/products/<product_id>")
    def read(product_id: str) -> Response:
        row = connection().execute(QUERY, (product_id,)).fetchone()
        assert row is not None
        return jsonify(product_id=row[0], name=row[1], category=row[2], price_cents=row[3])

    return app
