"""Reading a request: the body, the query, the customer, the trace."""

from typing import Any

from flask import request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from shared_domain.kernel.errors import CustomerRequired, InvalidRequest, MalformedJson
from shared_domain.kernel.identity import is_customer_id
from shared_domain.kernel.trace import accept_traceparent

LONGEST_QUERY_TEXT = 100


def json_body() -> Any:
    """The body as JSON. Raises UnsupportedMediaType or MalformedJson."""
    if not request.is_json:
        raise UnsupportedMediaType("Send the body as application/json.")
    try:
        return request.get_json()
    except BadRequest as error:
        raise MalformedJson("The body is not valid JSON.") from error


def customer_id() -> str:
    """The customer who asks. Raises CustomerRequired when the header is missing or malformed."""
    value = request.headers.get("X-Customer-Id", "")
    if not is_customer_id(value):
        raise CustomerRequired("Send X-Customer-Id, for example c-00001.")
    return value


def traceparent() -> str:
    return accept_traceparent(request.headers.get("traceparent"))


def query_number(name: str, default: int, lowest: int, highest: int) -> int:
    """A whole number from the query. Raises InvalidRequest outside lowest..highest."""
    text = request.args.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and lowest <= int(text[:9]) <= highest):
        raise InvalidRequest(f"{name} must be a whole number from {lowest} to {highest}.")
    return int(text)


def query_text(name: str) -> str | None:
    """A text from the query, or None. Raises InvalidRequest when it is empty or too long."""
    text = request.args.get(name)
    if text is None:
        return None
    if not 1 <= len(text) <= LONGEST_QUERY_TEXT or not text.isprintable():
        raise InvalidRequest(f"{name} must be 1 to {LONGEST_QUERY_TEXT} printable characters.")
    return text
