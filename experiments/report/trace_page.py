"""Traces as one page that needs nothing else: for a talk, or to be kept beside a run."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from experiments.report.page.html import fill_in
from experiments.report.waterfall import heading, notes
from experiments.telemetry.find import Trace
from experiments.telemetry.tree import Row, rows_of, whole_ms

HERE: Final = Path(__file__).parent / "templates"
LEAST = 0.2
"""Percent of the whole that a bar is long at least, to be seen."""


def trace_page(traces: Sequence[Trace]) -> str:
    """The whole page. Texts from the files can do nothing in it."""
    return fill_in("trace.html", HERE, hostile=True, traces=[_drawn(each) for each in traces])


def _drawn(trace: Trace) -> dict[str, Any]:
    rows = rows_of(trace.spans)
    whole = whole_ms(rows) or 1.0
    title, facts = heading(trace, rows)
    bars = [(row, *_place(row, whole)) for row in rows]
    return {"title": title, "facts": facts, "notes": list(notes(trace, rows)), "bars": bars}


def _place(row: Row, whole: float) -> tuple[float, float]:
    """Where a bar begins and how long it is, in percent of the whole."""
    return 100 * row.began_ms / whole, max(LEAST, 100 * row.took_ms / whole)
