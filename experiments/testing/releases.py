"""Releases for tests of the arms: what a wrapper file does to a feature, without the file."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from shared_domain.kernel.wrap import Wrap

F = TypeVar("F")


class _Changed:
    """A feature some of whose operations are others."""

    def __init__(self, feature: object, operations: Mapping[str, Callable[..., Any]]) -> None:
        self._feature = feature
        vars(self).update(operations)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._feature, name)


def changing(changed: str, **operations: Callable[..., Any]) -> Wrap:
    """A release of the feature `changed` with these operations in the place of its own."""

    def wrap(name: str, feature: F, /) -> F:
        return cast(F, _Changed(feature, operations)) if name == changed else feature

    return wrap


def remembering(names: list[str]) -> Wrap:
    """A release that changes nothing and notes every feature it is shown."""

    def wrap(name: str, feature: F, /) -> F:
        names.append(name)
        return feature

    return wrap
