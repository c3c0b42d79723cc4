"""The line of a process's log that says why it died; and the lines of our own in it."""

import contextlib
import re
from pathlib import Path
from typing import Final

TAIL_BYTES: Final = 8192
WIDTH: Final = 300
_FAREWELL: Final = re.compile(r"\[|at |.* (LOG|DETAIL|HINT):  ")
"""granian's and Envoy's lines, a Java stack's, and what PostgreSQL says besides FATAL."""


def last_words(log: Path) -> str:
    """See `telling_line`, of a file."""
    try:
        return telling_line(log.read_bytes())
    except OSError:
        return "(no log)"


def telling_line(log: bytes) -> str:
    """The last line of a log that is not its server's own farewell; cut to WIDTH
    characters."""
    lines = log[-TAIL_BYTES:].decode(errors="replace").splitlines()
    said = [line.strip() for line in lines if line.strip()]
    telling = [line for line in said if not _FAREWELL.match(line)]
    chosen = (telling or said or ["(it said nothing)"])[-1]
    return chosen[:WIDTH]


def note(log: str, line: str) -> None:
    """Adds a line to a process's log; a full disk is no reason to fail."""
    with contextlib.suppress(OSError), Path(log).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
