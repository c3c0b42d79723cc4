"""Answers of two arms in a form that can be compared: without what may rightly differ.

Order ids become order-1, order-2, ... as they appear; times become "a time"; stock and wallets,
which depend on what happened before, become differences to the first figure seen. An order just
placed may stand differently on the two arms, so its status is left out there (and only there).
"""

import re
from typing import Any

from experiments.checks.conformance.answer import Answer

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FIXED_ID = "00000000-"
TIMES = ("placed_at", "settled_at", "sent_at")
UNSETTLED = ("status", "reason", "settled_at")
HEADERS = ("Content-Type", "Location", "Retry-After")


class Normaliser:
    """Use one for a whole script: it remembers ids and figures."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        self._first: dict[str, int] = {}

    def request(self, answer: Answer) -> str:
        return self._text(answer.request)

    def headers(self, answer: Answer) -> dict[str, str]:
        found = {
            name: self._text(answer.raw.headers[name])
            for name in HEADERS
            if name in answer.raw.headers
        }
        if "Allow" in answer.raw.headers:
            found["Allow"] = ", ".join(
                sorted(answer.raw.headers["Allow"].replace(",", " ").split())
            )
        return found

    def body(self, answer: Answer) -> Any:
        """The JSON, or the text where it is none."""
        told = answer.json()
        if told is None:
            return self._text(answer.raw.text)
        if answer.method == "POST" and answer.status == 201 and isinstance(told, dict):
            told = {**told, **dict.fromkeys(UNSETTLED, "left out until settled")}
        return self._value(told, subject=_subject(told))

    def _value(self, value: Any, subject: str) -> Any:
        if isinstance(value, dict):
            return {name: self._field(name, each, subject) for name, each in value.items()}
        if isinstance(value, list):
            return [self._value(each, subject) for each in value]
        return self._text(value) if isinstance(value, str) else value

    def _field(self, name: str, value: Any, subject: str) -> Any:
        if name in TIMES and isinstance(value, str) and value[:1].isdigit():
            return "a time"
        if name in ("available", "balance_cents") and type(value) is int:
            key = f"{name} of {subject}"
            return f"{value - self._first.setdefault(key, value):+d}"
        return self._value(value, subject)

    def _text(self, text: str) -> str:
        return UUID.sub(lambda found: self._name(found.group()), text)

    def _name(self, order_id: str) -> str:
        if order_id.startswith(FIXED_ID):
            return order_id
        return self._ids.setdefault(order_id, f"order-{len(self._ids) + 1}")


def _subject(told: Any) -> str:
    """Whose stock or wallet this body tells."""
    if not isinstance(told, dict):
        return ""
    product = told.get("product")
    inner = product if isinstance(product, dict) else told
    return str(inner.get("product_id") or inner.get("customer_id"))
