"""A trace as a waterfall: a line for each span, below the one that caused it, with a bar that shows
when it was under way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from rich.console import Console
from rich.text import Text

from experiments.report.numbers import number
from experiments.report.one_line import CUT, CUT_ASCII, fitted, plain
from experiments.report.screen import UNICODE, glyphs_for
from experiments.telemetry.find import Trace
from experiments.telemetry.tree import Mark, Row, rows_of, whole_ms
from experiments.topology import FEATURES

MOST_ROWS = 400
WIDE = 70
"""Columns from which on there is room to say when a span began; a narrower bar shows it."""

TIME = 7
COLOURS = ("blue", "green", "magenta", "cyan", "yellow", "bright_red")
SIGNS = {Mark.ORPHAN: "?", Mark.CLOCK: "@", Mark.FAILED: "!"}
EXPLAINED = {
    Mark.ORPHAN: "what caused it is not in the files: it stands below the first span",
    Mark.CLOCK: "it begins before what caused it, or ends before it begins: clocks differ",
    Mark.FAILED: "it failed",
}


@dataclass(frozen=True)
class Strokes:
    """What a bar is drawn with, and what stands for cut text."""

    bar: str
    cut: str


UNICODE_STROKES = Strokes("█", CUT)
ASCII_STROKES = Strokes("#", CUT_ASCII)


@dataclass(frozen=True)
class Columns:
    """Widths. `began` is 0 where there is no room for it."""

    name: int
    feature: int
    began: int
    bar: int


def show_trace(trace: Trace, console: Console) -> None:
    """Prints the whole of it."""
    strokes = UNICODE_STROKES if glyphs_for(console) is UNICODE else ASCII_STROKES
    rows = rows_of(trace.spans)
    for line in heading(trace, rows):
        console.print(Text(line))
    console.print()
    for text in waterfall(rows[:MOST_ROWS], console.width, strokes):
        console.print(text, no_wrap=True, overflow="crop")
    console.print()
    for line in notes(trace, rows):
        console.print(Text(line, style="dim"))


def heading(trace: Trace, rows: Sequence[Row]) -> Iterator[str]:
    """Which order, where, and how much there is of it."""
    yield f"{f'order {plain(trace.order)}' if trace.order else 'no order'}: {trace.source.told}"
    features = _count(len({row.span.feature for row in rows}.intersection(FEATURES)), "feature")
    took = f"{number(whole_ms(rows), 1)} ms"
    yield f"trace {plain(trace.trace_id)}: {_count(len(rows), 'span')} in {features}, {took}"


def waterfall(rows: Sequence[Row], width: int, strokes: Strokes) -> Iterator[Text]:
    """The heads of the columns, then a line of `width` columns at most for each row."""
    columns = columns_of(width)
    yield Text(_cells(columns, "span", "feature", "at ms", "took ms"), style="dim")
    whole = whole_ms(rows)
    for row in rows:
        yield _line(row, columns, whole, strokes)


def columns_of(width: int) -> Columns:
    """How the width is shared out: what the numbers and the bar leave is the name's."""
    began, feature, bar = (TIME, 13, 14) if width >= WIDE else (0, 9, 10)
    taken = feature + began + TIME + bar + (4 if began else 3)
    return Columns(max(8, width - taken), feature, began, bar)


def notes(trace: Trace, rows: Sequence[Row]) -> Iterator[str]:
    """What the signs mean, and what is not shown."""
    seen = {mark for row in rows for mark in row.marks}
    yield from (f"{SIGNS[mark]}  {EXPLAINED[mark]}" for mark in Mark if mark in seen)
    if len(rows) > MOST_ROWS:
        yield f"{_count(len(rows) - MOST_ROWS, 'span')} more: --json has them"
    if trace.left_out:
        yield f"{_count(trace.left_out, 'span')} more are in the files: a trace this long is cut"
    if trace.others:
        yield f"{_count(len(trace.others), 'other trace')} looked at the order: {trace.others[0]}"


def _line(row: Row, columns: Columns, whole: float, strokes: Strokes) -> Text:
    feature, failed = row.span.feature, Mark.FAILED in row.marks
    signs = "".join(f" {SIGNS[mark]}" for mark in row.marks)
    indented = " " * min(row.depth, columns.name // 2) + row.span.name
    head = _cells(
        columns,
        fitted(indented, columns.name - len(signs), strokes.cut).rstrip() + signs,
        fitted(feature, columns.feature, strokes.cut),
        number(row.began_ms, 1),
        number(row.took_ms, 1),
    )
    style = "red" if failed else _colour(feature)
    return Text.assemble(head, " ", (_bar(row, columns.bar, whole, strokes), style))


def _cells(columns: Columns, name: str, feature: str, began: str, took: str) -> str:
    times = [began.rjust(columns.began)] if columns.began else []
    texts = (fitted(name, columns.name), fitted(feature, columns.feature))
    return " ".join((*texts, *times, took.rjust(TIME)))


def _bar(row: Row, width: int, whole: float, strokes: Strokes) -> str:
    """One stroke at least, at its place in the whole."""
    scale = width / whole if whole else 0.0
    first = min(width - 1, int(row.began_ms * scale))
    last = min(width, max(first + 1, ceil((row.began_ms + row.took_ms) * scale)))
    return " " * first + strokes.bar * (last - first)


def _colour(feature: str) -> str:
    return COLOURS[FEATURES.index(feature)] if feature in FEATURES else ""


def _count(number_of: int, noun: str) -> str:
    return f"{number_of:,} {noun}" + ("" if number_of == 1 else "s")
