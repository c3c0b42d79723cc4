"""events.jsonl: what happened when. A run that was killed may have left half a line at its end."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.run_folder.documents import BrokenFolder, Document

FILE = "events.jsonl"


@dataclass(frozen=True)
class Event:
    """`facts` are what was noted with it."""

    at: str
    kind: str
    facts: Mapping[str, Any]


def read_events(folder: Path) -> tuple[Event, ...]:
    """In their order; none if there is no such file."""
    try:
        lines = (folder / FILE).read_bytes().split(b"\n")
    except FileNotFoundError:
        return ()
    return tuple(_event(number, line) for number, line in enumerate(lines[:-1], 1))


def _event(number: int, line: bytes) -> Event:
    place = f"{FILE}: line {number}"
    try:
        document = Document(place, json.loads(line))
    except ValueError:
        raise BrokenFolder(f"{place} is damaged") from None
    return Event(document.text("at"), document.text("event"), document.body)
