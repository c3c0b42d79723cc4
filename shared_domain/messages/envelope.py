"""The wrapper every message travels in, and its JSON form.

{"id": ..., "type": "ReserveStock", "version": 1, "key": <order id>, "customer_id": ...,
 "traceparent": ..., "occurred_at": ISO-8601 UTC, "body": {...}}
"""

import dataclasses
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from shared_domain.messages.commands import Command, Line
from shared_domain.messages.events import Event, ListedProduct
from shared_domain.messages.replies import Reply

VERSION = 1
Message = Command | Reply | Event
TYPES: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (*get_args(Command), *get_args(Reply), *get_args(Event))
}
NESTED: dict[str, type[Any]] = {"lines": Line, "products": ListedProduct}


class MalformedMessage(Exception):
    """Bytes that are no message of ours; trying again cannot help."""


@dataclass(frozen=True)
class Envelope:
    id: str
    key: str
    customer_id: str
    traceparent: str
    occurred_at: datetime
    message: Message

    @property
    def type(self) -> str:
        return type(self.message).__name__

    def to_json(self) -> str:
        return json.dumps(
            {
                "id": self.id,
                "type": self.type,
                "version": VERSION,
                "key": self.key,
                "customer_id": self.customer_id,
                "traceparent": self.traceparent,
                "occurred_at": self.occurred_at.isoformat(),
                "body": dataclasses.asdict(self.message),
            },
            separators=(",", ":"),
        )

    @classmethod
    def from_json(cls, text: str | bytes) -> "Envelope":
        """Raises MalformedMessage when `text` is not a message of a type and version we know."""
        try:
            raw = json.loads(text)
            if raw["version"] != VERSION:
                raise MalformedMessage(f"version {raw['version']} of {raw['type']} is not known")
            return cls(
                id=_text(raw["id"]),
                key=_text(raw["key"]),
                customer_id=_text(raw["customer_id"]),
                traceparent=_text(raw["traceparent"]),
                occurred_at=datetime.fromisoformat(raw["occurred_at"]),
                message=_message(raw["type"], raw["body"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise MalformedMessage(f"not a message: {error!r}") from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected text, got {value!r}")
    return value


def _message(name: str, body: dict[str, Any]) -> Message:
    fields = {key: _value(key, value) for key, value in body.items()}
    message: Message = TYPES[name](**fields)
    return message


def _value(field: str, value: Any) -> Any:
    nested = NESTED.get(field)
    return tuple(nested(**item) for item in value) if nested else value
