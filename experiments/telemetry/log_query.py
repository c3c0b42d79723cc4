"""What of the logs is asked for, as SQL over the table `logs`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from experiments.errors import LabError

LEVELS = ("debug", "info", "warning", "error", "critical")
AGO = re.compile(r"([0-9]{1,9})([smh])\Z")
SECONDS = {"s": 1, "m": 60, "h": 3600}

CONDITIONS = {
    "of_order": """(starts_with(order_id, $of_order) OR trace_id IN
        (SELECT trace_id FROM logs WHERE starts_with(order_id, $of_order)))""",
    "of_trace": "starts_with(trace_id, $of_trace)",
    "of_feature": "feature = $of_feature",
    "of_part": "$of_part IN (part, replica)",
    "of_levels": "list_contains($of_levels, level)",
    "since": "time >= $since",
    "ago_s": "time >= (SELECT max(time) FROM logs) - to_seconds($ago_s)",
}


class NoSuchFilter(LabError):
    """A filter was given what it does not take; the message says what it takes."""


@dataclass(frozen=True)
class Filters:
    """What a line must fit; "" is anything. An order and a trace are named by their first
    characters; an order's lines are also those of the traces that name it. `level` is the lowest,
    `since` a time in UTC, or how long before the last line."""

    order: str = ""
    trace: str = ""
    feature: str = ""
    part: str = ""
    level: str = ""
    since: str = ""

    def query(self, most: int) -> tuple[str, dict[str, Any]]:
        """The SQL for the newest `most` lines that fit, the newest first, and what it is given.
        Raises NoSuchFilter."""
        given = dict(self._given())
        fits = " AND ".join(CONDITIONS[name] for name in given) or "true"
        by_time = "ORDER BY time DESC NULLS LAST, file"
        return f"SELECT * FROM logs WHERE {fits} {by_time} LIMIT {most}", given

    def _given(self) -> Iterator[tuple[str, Any]]:
        for name in ("order", "trace", "feature", "part"):
            if value := getattr(self, name):
                yield f"of_{name}", value
        if self.level:
            yield "of_levels", _from(self.level)
        if self.since:
            yield _since(self.since)


def _from(level: str) -> list[str]:
    if level not in LEVELS:
        raise NoSuchFilter(f"no level is named {level!r}: choose from {', '.join(LEVELS)}")
    return list(LEVELS[LEVELS.index(level) :])


def _since(text: str) -> tuple[str, Any]:
    if ago := AGO.match(text):
        return "ago_s", int(ago[1]) * SECONDS[ago[2]]
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        takes = "a time (2026-11-27T14:03) or how long before the last line (90s, 10m, 2h)"
        raise NoSuchFilter(f"--since takes {takes}, not {text!r}") from None
    return "since", moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
