"""What may be ordered: pure functions over the request."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from shared_domain.kernel.errors import InvalidRequest, UnknownProductInOrder
from shared_domain.kernel.ids import is_product_id
from shared_domain.messages.commands import Line
from shared_domain.orders.order import OrderLine

MOST_LINES = 10
MOST_UNITS = 100
LONGEST_KEY = 100


def parse_lines(body: Any) -> tuple[Line, ...]:
    """The lines of a POST /orders body. Raises InvalidRequest naming the first mistake."""
    if not isinstance(body, dict) or set(body) != {"lines"}:
        raise InvalidRequest('The body must be an object with exactly one field, "lines".')
    raw = body["lines"]
    if not isinstance(raw, list) or not 1 <= len(raw) <= MOST_LINES:
        raise InvalidRequest(f"lines must be a list of 1 to {MOST_LINES} lines.")
    lines = tuple(_line(position, each) for position, each in enumerate(raw, start=1))
    if len({line.product_id for line in lines}) < len(lines):
        raise InvalidRequest("Each product may stand on one line only.")
    return lines


def _line(position: int, raw: Any) -> Line:
    if not isinstance(raw, dict) or set(raw) != {"product_id", "quantity"}:
        raise InvalidRequest(f"Line {position} must have exactly product_id and quantity.")
    product_id, quantity = raw["product_id"], raw["quantity"]
    if not isinstance(product_id, str) or not is_product_id(product_id):
        raise InvalidRequest(f"Line {position}: product_id must look like p-0001.")
    if isinstance(quantity, bool) or not isinstance(quantity, int):
        raise InvalidRequest(f"Line {position}: quantity must be a whole number.")
    if not 1 <= quantity <= MOST_UNITS:
        raise InvalidRequest(f"Line {position}: quantity must be from 1 to {MOST_UNITS}.")
    return Line(product_id, quantity)


def parse_key(header: str | None) -> str:
    """The Idempotency-Key. Raises InvalidRequest when it is missing or not printable ASCII."""
    key = header or ""
    if not (1 <= len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise InvalidRequest(
            f"Send an Idempotency-Key of 1 to {LONGEST_KEY} printable ASCII characters."
        )
    return key


def fingerprint(lines: Sequence[Line]) -> str:
    """Equal for requests that ask for the same things in the same order."""
    asked = json.dumps([[line.product_id, line.quantity] for line in lines])
    return hashlib.sha256(asked.encode()).hexdigest()


def priced(lines: Sequence[Line], prices: Mapping[str, int]) -> tuple[OrderLine, ...]:
    """The lines with the shop's prices in cents. Raises UnknownProductInOrder."""
    for line in lines:
        if line.product_id not in prices:
            raise UnknownProductInOrder(f"There is no product {line.product_id!r}.")
    return tuple(
        OrderLine(line.product_id, line.quantity, prices[line.product_id]) for line in lines
    )
