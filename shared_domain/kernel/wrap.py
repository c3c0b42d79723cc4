"""The hook by which a release replaces a feature: one shape in every composition root.

A composition root calls it once per feature it hosts, before anything can hold the feature. It does
so for the clock of its process, too, as "<feature>.clock", and that of a service for its bus, as
"<feature>.bus".
"""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from shared_domain.kernel.clock import Now, utc_now

F = TypeVar("F")


class Wrap(Protocol):
    def __call__(self, name: str, feature: F, /) -> F:
        """What takes the place of `feature`, which others know as `name`."""
        ...


def unwrapped(_name: str, feature: F, /) -> F:
    """Every feature as it is."""
    return feature


def clock_of(features: Iterable[str], wrap: Wrap) -> Now:
    """The clock of a process. There is one, which all of its `features` share, whichever of them a
    release names to change it."""
    now: Now = utc_now
    for feature in features:
        now = wrap(f"{feature}.clock", now)
    return now
