"""What of two machines' environments differs: where verdicts do, or where a run would go on."""

from collections.abc import Iterator, Mapping
from typing import Any

CONDITIONS = (
    ("cpu", "model"),
    ("cpu", "cores"),
    ("cpu", "pinned"),
    ("memory_bytes",),
    ("system",),
    ("python",),
    ("kafka",),
    ("requirements_lock_sha256",),
)
"""What is worth naming, as paths into an environment."""


def differing(here: Mapping[str, Any], there: Mapping[str, Any]) -> Iterator[str]:
    """A line each."""
    for path in CONDITIONS:
        ours, theirs = _at(here, path), _at(there, path)
        if ours != theirs:
            yield f"{' '.join(path)}: {_short(ours)} here, {_short(theirs)} there"


def _at(environment: Mapping[str, Any], path: tuple[str, ...]) -> object:
    found: Any = environment
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _short(value: object) -> str:
    return str(value)[:40]
