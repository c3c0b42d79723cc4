"""The hook by which a release replaces a feature: one shape in every composition root.

A composition root calls it once per feature it hosts, before anything can hold the feature. That of
a service calls it for its bus, too, as "<feature>.bus".
"""

from typing import Protocol, TypeVar

F = TypeVar("F")


class Wrap(Protocol):
    def __call__(self, name: str, feature: F, /) -> F:
        """What takes the place of `feature`, which others know as `name`."""
        ...


def unwrapped(_name: str, feature: F, /) -> F:
    """Every feature as it is."""
    return feature
