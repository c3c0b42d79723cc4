"""The wrapper every message travels in, and its fields, as JSON shows them.

{"id": ..., "type": "ReserveStock", "version": 1, "key": <order id>, "customer_id": ...,
 "traceparent": ..., "occurred_at": ISO-8601 UTC, "body": {...}}

A version that readers of an earlier one understand says so: "version": 2, "readable_by": 1. Of such
a message a reader leaves out what it does not know. Of its own version it leaves out nothing, for
there an unknown field is a mistake. See `versions.py`.
"""

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from shared_domain.messages.commands import Command, Line
from shared_domain.messages.events import Event, ListedProduct
from shared_domain.messages.forms import JSON, UNREADABLE, Form, read, write
from shared_domain.messages.replies import Reply
from shared_domain.messages.versions import version_of

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
class Header:
    """What is said of a message beside the message itself: alike in every version."""

    id: str
    type: str
    key: str
    customer_id: str
    traceparent: str

    @classmethod
    def read(cls, payload: str | bytes) -> "Header":
        """Also of a message that this release cannot read. Raises MalformedMessage."""
        try:
            raw = read(payload)
            return cls(**{each.name: _text(raw[each.name]) for each in dataclasses.fields(cls)})
        except UNREADABLE as error:
            raise MalformedMessage(f"not a message: {error!r}") from error


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
        return self.to_bytes(JSON).decode()

    def to_bytes(self, form: Form) -> bytes:
        return write(self._fields(), form)

    def _fields(self) -> dict[str, Any]:
        version = version_of(self.type)
        is_for_older = version.readable_by != version.number
        return {
            "id": self.id,
            "type": self.type,
            "version": version.number,
            **({"readable_by": version.readable_by} if is_for_older else {}),
            "key": self.key,
            "customer_id": self.customer_id,
            "traceparent": self.traceparent,
            "occurred_at": self.occurred_at.isoformat(),
            "body": dataclasses.asdict(self.message),
        }

    @classmethod
    def read(cls, payload: str | bytes) -> "Envelope":
        """From either form. Raises MalformedMessage when it is no message of a type and version we
        know."""
        try:
            raw = read(payload)
            return cls(
                id=_text(raw["id"]),
                key=_text(raw["key"]),
                customer_id=_text(raw["customer_id"]),
                traceparent=_text(raw["traceparent"]),
                occurred_at=datetime.fromisoformat(raw["occurred_at"]),
                message=_message(raw["type"], raw["body"], _is_later(raw)),
            )
        except UNREADABLE as error:
            raise MalformedMessage(f"not a message: {error!r}") from error


def _is_later(raw: dict[str, Any]) -> bool:
    """Whether a later release than ours wrote it, for readers like us as well. Raises
    MalformedMessage when it was not written for us."""
    ours, theirs = version_of(raw["type"]).number, raw["version"]
    readable_by = raw.get("readable_by", theirs)
    if type(theirs) is not int or type(readable_by) is not int or not 1 <= readable_by <= theirs:
        raise TypeError(f"no version: {theirs!r}, readable by {readable_by!r}")
    if readable_by > ours:
        raise MalformedMessage(f"version {theirs} of {raw['type']} is not known")
    is_later: bool = theirs > ours
    return is_later


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected text, got {value!r}")
    if len(value) > LONGEST_TEXT or not value.isprintable():
        raise ValueError(f"no id: {value[:LONGEST_TEXT]!r}")
    return value


def _message(name: str, body: dict[str, Any], is_later: bool) -> Message:
    message: Message = _built(TYPES[name], body, is_later)
    return message


def _built(kind: type[Any], body: dict[str, Any], is_later: bool) -> Any:
    """Without what we do not know, if it `is_later`."""
    allowed = ALLOWED[kind]
    values = {
        field: _value(field, value, is_later)
        for field, value in body.items()
        if field in allowed or not is_later
    }
    for field, value in values.items():
        if type(value) not in allowed[field]:
            raise TypeError(f"{kind.__name__}.{field} cannot be {value!r}")
    return kind(**values)


def _value(field: str, value: Any, is_later: bool) -> Any:
    nested = NESTED.get(field)
    return tuple(_built(nested, item, is_later) for item in value) if nested else value
