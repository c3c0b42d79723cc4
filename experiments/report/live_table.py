"""The comparison's table while it fills: as much of it as the window holds.

It is drawn when something was measured, between two loads; a frame only picks lines of it. What
was measured last is in view, since there is something new to read.
"""

from rich.console import Console, Group, RenderableType
from rich.segment import Segment, SegmentLines
from rich.text import Text

from experiments.compare.matrix import matrix_in
from experiments.compare.result import Result
from experiments.compare.rows import rows_of
from experiments.report.comparison_table import figures_table, title
from experiments.report.heat import MAPS
from experiments.report.heat_map import map_lines
from experiments.report.screen import WIDTH, glyphs_for

HEADING = 2
AROUND = 2
"""Lines: the title above the table, and what is said or left empty beneath it."""

LEAST = 3
"""Rows; a window with less room than that shows none."""

Line = list[Segment]


class LiveTable:
    """One state of the table. `focus` is the experiment measured last, or nothing."""

    def __init__(self, result: Result, focus: str, console: Console) -> None:
        self._result = result
        self._console = console
        self._focus = _place(result, focus)
        self._width = 0
        self._lines: list[Line] = []

    def within(self, width: int, height: int) -> RenderableType | None:
        """As much as `height` lines hold; None if that is nothing to speak of."""
        room = height - HEADING - AROUND
        if room < LEAST:
            return None
        if width != self._width:
            self._width, self._lines = width, self._drawn(width)
        head, body = self._lines[:HEADING], self._lines[HEADING:]
        first, last = window(len(body), room, self._focus)
        return Group(
            Text(title(self._result), style="bold", no_wrap=True, overflow="ellipsis"),
            SegmentLines([*head, *body[first:last]], new_lines=True),
            Text(_hidden(first, len(body) - last), style="dim", no_wrap=True, overflow="ellipsis"),
        )

    def _drawn(self, width: int) -> list[Line]:
        table = _table(self._result, self._console, width)
        options = self._console.options.update(width=width, height=None)
        return self._console.render_lines(table, options, pad=False)


def window(total: int, room: int, focus: int) -> tuple[int, int]:
    """Which lines to show, from and up to: from `focus` on, or the last ones that fill the room."""
    first = max(0, min(focus, total - room))
    return first, min(total, first + room)


def _table(result: Result, console: Console, width: int) -> RenderableType:
    """Of a matrix its first map, which has as many lines of headings."""
    if result.plan.settings.matrix:
        return Group(*map_lines(matrix_in(result), MAPS[0], width))
    return figures_table(result, glyphs_for(console), with_last=width >= WIDTH)


def _place(result: Result, experiment: str) -> int:
    """The line of its heading, below the table's own; in a matrix its row's."""
    if result.plan.settings.matrix:
        rows = [one.name for one in result.plan.settings.experiments]
        return rows.index(experiment) if experiment in rows else 0
    place, seen = 0, ""
    for row in rows_of(result):
        place += row.experiment != seen
        seen = row.experiment
        if seen == experiment:
            return place - 1
        place += 1
    return 0


def _hidden(above: int, below: int) -> str:
    """Nothing, or how many lines are out of view."""
    parts = [f"{count} {where}" for count, where in ((above, "above"), (below, "below")) if count]
    return f"  more rows: {', '.join(parts)} (a taller window shows them)" if parts else ""
