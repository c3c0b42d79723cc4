"""Mutants that sentences/history.py notices, in the answers to other sentences."""

from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any

from flask import Response

from experiments.testing.memory_orders import MemoryOrders
from experiments.testing.planted.builders import (
    Mutants,
    answers_with,
    built_with,
    errors_as,
    errors_without,
    status,
    with_field,
)
from shared_domain.orders.order import Order


class InAnotherTimeZone(MemoryOrders):
    def as_shown(self, order: Order) -> Order:
        return replace(order, placed_at=order.placed_at.astimezone(timezone(timedelta(hours=9))))


def float_money(_: Response, body: Any) -> None:
    if "balance_cents" in body:
        body["balance_cents"] = float(body["balance_cents"])


MUTANTS: Mutants = {
    "every error is a problem": {
        "errors as text": errors_as("text/html"),
        "errors as plain JSON": errors_as("application/json"),
        "errors without detail": errors_without("detail"),
    },
    "no answer is a mistake of ours": {"a crash": status(500, instead_of=422)},
    "money is whole cents everywhere": {
        "float money": answers_with(float_money, "read_wallet"),
    },
    "every answer keeps the contract": {
        "an extra field nobody looks at": with_field("list_notifications", "unread", 1),
        "local time": built_with(orders=InAnotherTimeZone),
    },
}
