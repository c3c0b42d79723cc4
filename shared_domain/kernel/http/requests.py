"""Reading a request: the body, the query, the customer, the trace."""

import re
from typing import Any

from flask import request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from shared_domain.kernel.errors import CustomerRequired, InvalidRequest, MalformedJson
from shared_domain.kernel.ids import is_customer_id
from shared_domain.kernel.seeing.here import here
from shared_domain.kernel.trace import accept_traceparent

LONGEST_QUERY_TEXT = 100
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
WHOLE_NUMBER = re.compile(r"[0-9]{1,9}\Z")


def json_body() -> Any:
    """The body as JSON. Raises UnsupportedMediaType or MalformedJson."""
    if not request.is_json:
        raise UnsupportedMediaType("Send the body as application/json.")
    try:
        return request.get_json()
    except (BadRequest, RecursionError) as error:  # 64 KiB of [ nest too deep for the parser
        raise MalformedJson("The body is not valid JSON.") from error


def customer_id() -> str:
    """The customer who asks. Raises CustomerRequired when the header is missing or malformed."""
    value = request.headers.get("X-Customer-Id", "")
    if not is_customer_id(value):
        raise CustomerRequired("Send X-Customer-Id, for example c-00001.")
    return value


def traceparent() -> str:
    """Of this request: the span that is recorded of it, or the caller's, or a new one."""
    now = here()
    if now is not None:
        return now.traceparent
    return accept_traceparent(request.headers.get("traceparent"))


def query_number(name: str, default: int, lowest: int, highest: int) -> int:
    """A whole number from the query. Raises InvalidRequest outside lowest..highest."""
    text = request.args.get(name)
    if text is None:
        return default
    if not (WHOLE_NUMBER.match(text) and lowest <= int(text) <= highest):
        raise InvalidRequest(f"{name} must be a whole number from {lowest} to {highest}.")
    return int(text)


def query_text(name: str) -> str | None:
    """A text from the query, or None. Raises InvalidRequest."""
    text = request.args.get(name)
    if text is None:
        return None
    if not 1 <= len(text) <= LONGEST_QUERY_TEXT or CONTROL.search(text):
        raise InvalidRequest(
            f"{name} must be 1 to {LONGEST_QUERY_TEXT} characters, no control characters."
        )
    return text
