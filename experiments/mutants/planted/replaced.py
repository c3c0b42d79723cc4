"""The base of features that take another's place at the composition root."""

from typing import Any


class Instead:
    """Whatever it does not do itself, the feature does that it stands for."""

    def __init__(self, feature: Any) -> None:
        self._feature = feature

    def __getattr__(self, name: str) -> Any:
        return getattr(self._feature, name)


def instead(of: str, kind: type[Instead]) -> Any:
    """A Wrap that puts `kind` in the place of the feature named `of`."""

    def wrap(name: str, feature: Any, /) -> Any:
        return kind(feature) if name == of else feature

    return wrap
