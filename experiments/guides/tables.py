"""Makes frozen dataclasses of TOML tables; what is missing or unknown is named by its place."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from experiments.guides.errors import GuideError

T = TypeVar("T")


def made(kind: type[T], table: object, where: str) -> T:
    """An object of the dataclass `kind`. Raises GuideError."""
    if not isinstance(table, dict):
        raise GuideError(f"{where} must be a table")
    assert is_dataclass(kind)
    known = {field.name: field for field in fields(kind)}
    hints = get_type_hints(kind)
    for name in table:
        if name not in known:
            raise GuideError(f"{where}: unknown key {name}")
    for name, field in known.items():
        if name not in table and field.default is MISSING and field.default_factory is MISSING:
            raise GuideError(f"{where}: missing key {name}")
    return kind(**{name: _value(hints[name], table[name], f"{where}.{name}") for name in table})


def _value(kind: Any, value: object, where: str) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _one_of([one for one in inner if one is not type(None)], value, where)
    if origin is tuple:
        return _items(inner[0], value, where)
    if origin is not None and issubclass(origin, Mapping):
        entries = _table(value, where).items()
        return {name: _value(inner[1], one, f"{where}.{name}") for name, one in entries}
    if is_dataclass(kind):
        return made(kind, value, where)  # type: ignore[arg-type]
    return _plain(kind, value, where)


def _one_of(kinds: list[Any], value: object, where: str) -> Any:
    """Of several dataclasses the one that the table names by its key `kind`."""
    if len(kinds) == 1:
        return _value(kinds[0], value, where)
    table = dict(_table(value, where))
    named = {each.__name__.removesuffix("Question").lower(): each for each in kinds}
    name = table.pop("kind", None)
    if name not in named:
        raise GuideError(f"{where}.kind must be one of: {', '.join(named)}")
    return made(named[name], table, where)


def _items(kind: Any, value: object, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise GuideError(f"{where} must be a list")
    return tuple(_value(kind, one, f"{where}[{place}]") for place, one in enumerate(value, 1))


def _table(value: object, where: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise GuideError(f"{where} must be a table")
    return value


def _plain(kind: Any, value: object, where: str) -> Any:
    if kind is float and type(value) in (int, float):
        return float(value)  # type: ignore[arg-type]
    if type(value) is not kind:
        raise GuideError(f"{where} must be a {kind.__name__}")
    return value
