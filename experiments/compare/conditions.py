"""What of two machines' environments differs: where verdicts do, or where a run would go on."""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

LONGEST = 60
HASH, SHORT = re.compile(r"[0-9a-f]{40,64}\Z"), 12
"""A commit or a digest is known by its beginning."""

CONDITIONS = (
    ("stack",),
    ("cpu", "model"),
    ("cpu", "cores"),
    ("cpu", "pinned"),
    ("memory_bytes",),
    ("system",),
    ("python",),
    ("kafka",),
    ("requirements_lock_sha256",),
    ("git", "commit"),
)
"""What is worth naming where verdicts differ, as paths into an environment."""

SAME_RUN = (*CONDITIONS, ("packages",), ("budget",), ("git", "changed"))
"""What all visits of a run must share."""


def differing(
    here: Mapping[str, Any],
    there: Mapping[str, Any],
    conditions: tuple[tuple[str, ...], ...] = CONDITIONS,
) -> Iterator[str]:
    """A line each."""
    for path in conditions:
        ours, theirs = _at(here, path), _at(there, path)
        if ours != theirs:
            yield f"{' '.join(path)}: {_told(ours)} here, {_told(theirs)} there"


def _at(environment: Mapping[str, Any], path: tuple[str, ...]) -> object:
    found: Any = environment
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _told(value: object) -> str:
    """What is too long for a line differs where nobody would look for it."""
    text = str(value)
    if HASH.match(text):
        return text[:SHORT]
    digest = sha256(text.encode()).hexdigest()[:8]
    return text if len(text) <= LONGEST else f"one with digest {digest}"
