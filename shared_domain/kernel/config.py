"""A process reads its environment once, into a frozen dataclass."""

import dataclasses
from collections.abc import Mapping
from typing import Any, TypeVar

PREFIX = "CLEAVE_"
T = TypeVar("T")


class ConfigError(Exception):
    """The environment does not describe a process that could run."""


def read_config(into: type[T], environment: Mapping[str, str]) -> T:
    """Fill dataclass `into` from variables named CLEAVE_<FIELD>; fields are `str` or `int`, or
    dataclasses that are filled likewise.

    Raises ConfigError naming the first variable that is missing or is not a number.
    """
    values: dict[str, Any] = {}
    for field in dataclasses.fields(into):  # type: ignore[arg-type]
        if isinstance(field.type, type) and dataclasses.is_dataclass(field.type):
            values[field.name] = read_config(field.type, environment)
            continue
        name = PREFIX + field.name.upper()
        if name not in environment:
            raise ConfigError(f"{name} is not set")
        values[field.name] = _parse(name, environment[name], field.type)
    return into(**values)


def _parse(name: str, text: str, kind: Any) -> str | int:
    if kind is not int:
        return text
    try:
        return int(text)
    except ValueError:
        raise ConfigError(f"{name} must be a whole number, not {text!r}") from None
