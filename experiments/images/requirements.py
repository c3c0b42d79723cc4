"""Which of the locked requirements an image needs: what is asked for by name, and what that needs.

The lock says behind each requirement who wants it, so that a second lock is not needed. Standard
library only: it runs inside the build of an image, before anything is installed.

    python -m experiments.images.requirements [NAME ...]    of both arms, if none is named
"""

import re
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from experiments.errors import LabError

LISTING: Final = "requirements.in"
LOCK: Final = "requirements.lock"
ARMS: Final = "# both arms"
"""The heading in the listing below which stands what both arms import."""
_NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_WANTED_BY: Final = re.compile(r"\s+#\s+(?:via(?:\s+|$))?(?P<name>(?!via\b)\w\S*)")


class NotLocked(LabError):
    """A requirement that the lock does not have."""

    advice = "run `make lock`"


@dataclass(frozen=True)
class Locked:
    """One requirement: its lines in the lock, and the names of those that want it."""

    name: str
    text: str
    wanted_by: frozenset[str]


def locked_for(lock: str, names: Collection[str]) -> str:
    """The lines of the lock for these requirements and all that they need, in its order."""
    entries = tuple(_entries(lock))
    chosen = {_normal(name) for name in names}
    if missing := chosen - {entry.name for entry in entries}:
        raise NotLocked(f"{LOCK} does not have {min(missing)}")
    while more := {entry.name for entry in entries if entry.wanted_by & chosen} - chosen:
        chosen |= more
    return "".join(entry.text for entry in entries if entry.name in chosen)


def names_below(listing: str, heading: str) -> tuple[str, ...]:
    """The requirements that stand below a heading of the listing, up to the next blank line."""
    _, found, below = listing.partition(f"{heading}\n")
    if not found:
        raise NotLocked(f"{LISTING} has no heading {heading!r}")
    return tuple(_name(line) for line in below.partition("\n\n")[0].splitlines() if line[:1] != "#")


def _entries(lock: str) -> Iterator[Locked]:
    lines: list[str] = []
    for line in lock.splitlines(keepends=True):
        if line[:1].isalnum() and lines:
            yield _locked(lines)
            lines = []
        if lines or line[:1].isalnum():
            lines.append(line)
    if lines:
        yield _locked(lines)


def _locked(lines: list[str]) -> Locked:
    found = filter(None, map(_WANTED_BY.match, lines))
    wanted_by = frozenset(_normal(each["name"]) for each in found)
    return Locked(_normal(_name(lines[0])), "".join(lines), wanted_by)


def _name(text: str) -> str:
    found = _NAME.match(text)
    return found.group() if found else ""


def _normal(name: str) -> str:
    """As package indexes compare names; see PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> None:
    """Writes the chosen lines of the lock of the folder it is called in."""
    names = sys.argv[1:] or names_below(Path(LISTING).read_text(encoding="utf-8"), ARMS)
    sys.stdout.write(locked_for(Path(LOCK).read_text(encoding="utf-8"), names))


if __name__ == "__main__":
    main()
