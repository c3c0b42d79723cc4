"""Log lines as a person reads them: a line each, or as many as its message needs."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from textwrap import wrap
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from experiments.report.one_line import fitted, plain
from experiments.telemetry.log_store import Answer

WIDE = 70
SHORT_ID = 8
LEAST = 12
"""Columns for a message, however narrow the window is."""

SHORT = {"warning": "warn", "critical": "crit"}
STYLES = {"warning": "yellow", "error": "red", "critical": "bold red", "debug": "dim"}
NUMBER = re.compile(r"-[0-9]+\Z")
Line = Mapping[str, Any]


def show_lines(answer: Answer, console: Console) -> None:
    """Prints the lines in their order, with a heading for each day."""
    day = ""
    for values in answer.rows:
        line = dict(zip(answer.columns, values, strict=True))
        at: datetime | None = line["time"]
        if at and f"{at:%Y-%m-%d}" != day:
            day = f"{at:%Y-%m-%d}"
            console.print(Text(f"{day}, UTC", style="dim"))
        for text in log_line(line, console.width):
            console.print(text, no_wrap=True, overflow="crop")


def show_rows(answer: Answer, console: Console) -> None:
    """Prints what a query of the user's own has found."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in answer.columns:
        table.add_column(Text(plain(name)), overflow="fold")
    for values in answer.rows:
        table.add_row(*(Text(plain("-" if value is None else str(value))) for value in values))
    console.print(table)


def log_line(line: Line, width: int) -> Iterator[Text]:
    """When, how bad, who; then the message beside that."""
    at: datetime | None = line["time"]
    when = f"{at:%H:%M:%S}.{at.microsecond // 1000:03}" if at else ""
    level = line["level"] or ""
    widths = (12, 5, 13) if width >= WIDE else (8, 5, 9)
    texts = (when[: widths[0]], SHORT.get(level, level), _who(line["replica"], widths[2]))
    head = "".join(f"{fitted(text, room)} " for text, room in zip(texts, widths, strict=True))
    for number, part in enumerate(_parts(line, max(LEAST, width - len(head)))):
        before = " " * len(head) if number else head
        yield Text.assemble((before, "dim"), (part, STYLES.get(level, "")))


def _who(replica: str, width: int) -> str:
    """Cut before its number, which tells it from the others of its part."""
    found = NUMBER.search(replica)
    number = found[0] if found else ""
    return fitted(replica.removesuffix(number), width - len(number)).rstrip() + number


def _parts(line: Line, width: int) -> Iterator[str]:
    notes = [f"order {line['order_id'][:SHORT_ID]}"] if line["order_id"] else []
    if line["dropped"]:
        notes.append(f"{line['dropped']} lines lost before this one")
    said = line["message"] + (f" ({', '.join(notes)})" if notes else "")
    for paragraph in (said, *(line["error"] or "").splitlines()):
        yield from wrap(plain(paragraph), width, break_on_hyphens=False) or [""]


def answer_json(answer: Answer) -> dict[str, Any]:
    """Rows as objects; times in ISO 8601, UTC."""
    rows = [
        {name: _plain(value) for name, value in zip(answer.columns, values, strict=True)}
        for values in answer.rows
    ]
    return {"columns": list(answer.columns), "rows": rows, "more": answer.more}


def _plain(value: Any) -> Any:
    """What JSON has no form for, as text."""
    if isinstance(value, datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float) else str(value)
