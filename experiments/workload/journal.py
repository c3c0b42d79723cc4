"""What the client knows of every order it placed: the checkers hold the tables against it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from experiments.errors import LabError
from experiments.workload.scoring import Acknowledged

FILE = "journal.jsonl"


class BrokenJournalError(LabError):
    """The journal cannot be used; the text is one line that says why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One placed order. `status`, `order_id` and `total_cents` are what was last seen, if at all;
    `settled_wall_s` and `intended_wall_s` are seconds since 1970."""

    key: str
    customer_id: str
    lines: tuple[tuple[str, int], ...]
    intended_wall_s: float
    acknowledged: Acknowledged
    http_status: int
    order_id: str
    status: str
    reason: str
    total_cents: int
    settled_wall_s: float | None


_NAMES = tuple(field.name for field in fields(Entry))


class JournalWriter:
    """A line is on its way to the disk before the next operation ends."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / FILE).open("w", buffering=1)
        self.written = 0

    def write(self, entry: Entry) -> None:
        self._file.write(json.dumps({name: getattr(entry, name) for name in _NAMES}) + "\n")
        self.written += 1

    def close(self) -> None:
        self._file.close()


def read_journal(folder: Path, expected: int | None = None) -> tuple[Entry, ...]:
    """Raises BrokenJournalError if it is missing, cut short or not the one written."""
    path = folder / FILE
    try:
        entries = tuple(_entries(path))
    except FileNotFoundError:
        raise BrokenJournalError(f"{path}: no such file") from None
    if expected is not None and len(entries) != expected:
        raise BrokenJournalError(f"{path}: {len(entries)} orders, but {expected} were written")
    return entries


def _entries(path: Path) -> Iterator[Entry]:
    with path.open() as file:
        for number, line in enumerate(file, 1):
            try:
                body = json.loads(line)
                lines = tuple((product, quantity) for product, quantity in body.pop("lines"))
                acknowledged = Acknowledged(body.pop("acknowledged"))
                yield Entry(lines=lines, acknowledged=acknowledged, **body)
            except (ValueError, TypeError, KeyError, AttributeError):
                raise BrokenJournalError(f"{path}: line {number} is not an order") from None
