"""Mutants that sentences/bodies.py notices."""

import io
from dataclasses import replace
from typing import Any

from flask import Flask, Response

from experiments.testing.memory_orders import MemoryOrders
from experiments.testing.memory_shop import MemoryShop
from experiments.testing.planted.builders import (
    Change,
    Environ,
    Mutants,
    asks_with,
    built_with,
    rewritten_body,
    status,
)
from shared_domain.kernel.http.problems import problem
from shared_domain.orders.order import Order


class LeavingOutTheUnknown(MemoryOrders):
    """An order is placed without the products there are not."""

    def place(self, request: Any) -> Order:
        known = tuple(x for x in request.lines if x.product_id in self.memory.products)
        return super().place(replace(request, lines=known))


def any_kind(environ: Environ) -> None:
    if environ["REQUEST_METHOD"] == "POST":
        environ["CONTENT_TYPE"] = "application/json"


def deaf_to_chunks(environ: Environ) -> None:
    if environ.pop("HTTP_TRANSFER_ENCODING", None):
        environ["wsgi.input"] = io.BytesIO()


def lost_after_a_refusal(_: MemoryShop) -> Change:
    """What follows a 422 is lost, as behind a gateway whose connection was closed."""

    def change(app: Flask) -> Flask:
        refused: list[Response] = []

        @app.before_request
        def lose() -> Response | None:
            if not refused:
                return None
            refused.clear()
            return problem(503, "unavailable", "Lost", "The connection was closed.")

        @app.after_request
        def remember(response: Response) -> Response:
            if response.status_code == 422:
                refused.append(response)
            return response

        return app

    return change


MUTANTS: Mutants = {
    "a body that is not json is refused": {
        "nothing as an object": rewritten_body(lambda body: body or b"{}"),
        "NULs left out": rewritten_body(lambda body: body.replace(b"\0", b"")),
        "422 for what is not JSON": status(422, instead_of=400),
    },
    "a body of another kind is refused": {"any content type": asks_with(any_kind)},
    "a body above 64 kib is refused": {"bodies of any size": rewritten_body(bytes.strip)},
    "a body in chunks is a body": {
        "chunks not read": asks_with(deaf_to_chunks),
        "chunks of any size": rewritten_body(bytes.strip),
    },
    "a refusal does no harm to the request after it": {
        "the next one is lost": lost_after_a_refusal,
    },
    "lines that break the contract are refused": {
        "fields of the client": rewritten_body(lambda body: body.replace(b', "gift": true', b"")),
        "lower case for upper": rewritten_body(lambda body: body.replace(b"P-0001", b"p-0001")),
    },
    "quantities from 1 to 100 are accepted and no others": {
        "zero as one": rewritten_body(lambda body: body.replace(b'y": 0', b'y": 1')),
        "99 at most": rewritten_body(lambda body: body.replace(b'y": 100', b'y": 101')),
    },
    "an unknown product in an order is refused": {
        "ordered without it": built_with(orders=LeavingOutTheUnknown),
    },
}
