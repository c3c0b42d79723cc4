"""The two forms in which a message travels: JSON, which people read, and a compact one.

The compact form is MessagePack. What every message has stands in a fixed order there, without its
names; the body keeps its names, so that versions of a message are read by the same rules in both.
Who reads tells the forms apart by the first byte, so that either may come.
"""

import json
from collections.abc import Mapping
from typing import Any, Final, Literal, get_args

Form = Literal["json", "compact"]
JSON: Final = "json"
COMPACT: Final = "compact"
FORMS: Final[tuple[Form, ...]] = get_args(Form)
HEAD: Final = (
    "id",
    "type",
    "version",
    "readable_by",
    "key",
    "customer_id",
    "traceparent",
    "occurred_at",
    "body",
)
BEGINS: Final = bytes([0x90 | len(HEAD)])
"""An array of so many elements. No text in JSON begins so."""
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What reading bytes of any kind may raise."""


class UnknownForm(Exception):
    """No form has this name."""


def form_named(name: str) -> Form:
    """Raises UnknownForm."""
    for form in FORMS:
        if form == name:
            return form
    raise UnknownForm(f"unknown encoding {name!r}: choose from {', '.join(FORMS)}")


def write(fields: Mapping[str, Any], form: Form) -> bytes:
    """A message by its fields. MessagePack is loaded by those who use it only."""
    if form == JSON:
        return json.dumps(fields, separators=(",", ":")).encode()
    from msgpack import packb

    packed: bytes = packb([fields.get(name) for name in HEAD])
    return packed


def read(payload: str | bytes) -> Any:
    """The fields of a message in either form. Raises any of UNREADABLE for what is none."""
    return _unpacked(payload) if _is_compact(payload) else json.loads(payload)


def as_text(payload: bytes) -> str:
    """As people read it: JSON. Bytes that are no text are marked."""
    if _is_compact(payload):
        try:
            return write(_unpacked(payload), JSON).decode()
        except UNREADABLE:
            pass
    return payload.decode(errors="replace")


def _is_compact(payload: str | bytes) -> bool:
    return isinstance(payload, bytes) and payload.startswith(BEGINS)


def _unpacked(payload: str | bytes) -> dict[str, Any]:
    from msgpack import unpackb

    values = dict(zip(HEAD, unpackb(payload), strict=True))
    return {name: value for name, value in values.items() if value is not None}
