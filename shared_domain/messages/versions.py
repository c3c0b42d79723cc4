"""Which version of each message this release writes, and the oldest readers that understand it.

While one release replaces another both are at work, and each reads what the other writes. A new
version whose only news are fields that an older reader can do without says so by `readable_by`.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Version:
    """`readable_by` is the oldest version whose readers may leave out what they do not know."""

    number: int = 1
    readable_by: int = 1


FIRST = Version()
VERSIONS: Mapping[str, Version] = {}
"""By type; a type that is not named is at its first. A field that came later has a default, so that
what an older release wrote can be read."""


def version_of(kind: str) -> Version:
    return VERSIONS.get(kind, FIRST)
