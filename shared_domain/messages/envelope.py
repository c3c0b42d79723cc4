"""The wrapper every message travels in, and its JSON form.

{"id": ..., "type": "ReserveStock", "version": 1, "key": <order id>, "customer_id": ...,
 "traceparent": ..., "occurred_at": ISO-8601 UTC, "body": {...}}
"""

import dataclasses
import json
from dataclasses import dataclass
from datetime import datetime
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from shared_domain.messages.commands import Command, Line
from shared_domain.messages.events import Event, ListedProduct
from shared_domain.messages.replies import Reply

VERSION = 1
LONGEST_TEXT = 200  # of an id, key, customer or trace: what a table can index
Message = Command | Reply | Event
TYPES: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (*get_args(Command), *get_args(Reply), *get_args(Event))
}
NESTED: dict[str, type[Any]] = {"lines": Line, "products": ListedProduct}


def _exact_types(kind: type[Any]) -> dict[str, tuple[type[Any], ...]]:
    """What each field may be: int is not bool, and a tuple stands for whatever it holds."""
    return {
        name: get_args(hint) if get_origin(hint) is UnionType else (get_origin(hint) or hint,)
        for name, hint in get_type_hints(kind).items()
    }


ALLOWED = {kind: _exact_types(kind) for kind in (*TYPES.values(), *NESTED.values())}


class MalformedMessage(Exception):
    """Bytes that are no message of a type and version known to this release. It need not try again;
    a later release may know them, so they are kept with the dead letters."""


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
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise MalformedMessage(f"not a message: {error!r}") from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected text, got {value!r}")
    if len(value) > LONGEST_TEXT or not value.isprintable():
        raise ValueError(f"no id: {value[:LONGEST_TEXT]!r}")
    return value


def _message(name: str, body: dict[str, Any]) -> Message:
    message: Message = _built(TYPES[name], body)
    return message


def _built(kind: type[Any], body: dict[str, Any]) -> Any:
    values = {field: _value(field, value) for field, value in body.items()}
    for field, allowed in ALLOWED[kind].items():
        if type(values[field]) not in allowed:
            raise TypeError(f"{kind.__name__}.{field} cannot be {values[field]!r}")
    return kind(**values)


def _value(field: str, value: Any) -> Any:
    nested = NESTED.get(field)
    return tuple(_built(nested, item) for item in value) if nested else value
