"""The table while it fills, on windows of several sizes."""

import io
from dataclasses import replace

import pytest
from rich.console import Console, RenderableType

from experiments.catalogue import USUAL
from experiments.compare.plan import make_plan
from experiments.compare.result import Result, VisitedBlock
from experiments.compare.visited import Visit
from experiments.report.live_table import HEADING, LiveTable, window
from experiments.testing.comparison import COST, result, settings

EMPTY = replace(result(8), blocks=(), complete=False)


def half(of: Result, blocks: int) -> Result:
    """`blocks` whole ones, and one of which only the first side was visited."""
    block = of.blocks[blocks]
    begun = VisitedBlock(block.block, (block.last[:1],))
    return replace(of, blocks=(*of.blocks[:blocks], begun), complete=False)


def console(width: int = 80) -> Console:
    return Console(file=io.StringIO(), width=width, force_terminal=False)


def lines(table: RenderableType | None, width: int = 80) -> list[str]:
    assert table is not None
    drawn = console(width)
    with drawn.capture() as caught:
        drawn.print(table)
    return [line.rstrip() for line in caught.get().splitlines()]


def shown(known: Result, width: int = 80, height: int = 40, focus: str = "") -> list[str]:
    return lines(LiveTable(known, focus, console(width)).within(width, height), width)


def test_before_the_first_visit_every_row_is_there_and_empty() -> None:
    text = shown(EMPTY)
    assert text[0] == "Medians so far, seed 7"
    rows = [line for line in text[HEADING + 1 :] if line.startswith("  ")]
    assert len(rows) == len(COST.metrics)
    assert all(line.split()[-3:] == ["-", "-", "-"] for line in rows)


def test_a_row_that_is_still_empty_is_dim() -> None:
    drawn = Console(file=io.StringIO(), width=80, force_terminal=True, color_system="standard")
    with drawn.capture() as caught:
        drawn.print(LiveTable(EMPTY, "", drawn).within(80, 40))
    assert "\x1b[2m  start" in caught.get()
    with drawn.capture() as caught:
        drawn.print(LiveTable(half(result(8), 0), "", drawn).within(80, 40))
    assert "\x1b[2m  start" not in caught.get()


def test_one_visit_fills_its_own_column() -> None:
    known = half(result(8), 0)
    label = known.blocks[0].last[0].label
    (row,) = [line for line in shown(known) if line.startswith("  start s")]
    figures = row.split()[2:5]
    assert [figure == "-" for figure in figures] == [label != "monolith", label == "monolith", True]


@pytest.mark.parametrize(("whole", "heading"), [(5, "each visit"), (6, "95% interval")])
def test_intervals_come_with_the_sixth_whole_block(whole: int, heading: str) -> None:
    assert heading in "\n".join(shown(half(result(8), whole)))


def test_a_visit_cut_short_makes_no_whole_block() -> None:
    first, second = result(8).blocks[0].last
    block = result(8).blocks[0].block
    unfinished = Visit(second.number, second.block, second.label, ())
    assert VisitedBlock(block, ((first, second),)).is_whole
    assert not VisitedBlock(block, ((first, unfinished),)).is_whole
    assert not VisitedBlock(block, ((first,),)).is_whole


def test_a_low_window_shows_what_fits_and_counts_the_rest() -> None:
    text = shown(half(result(8), 2), height=12)
    assert len(text) == 12
    assert text[-1] == "  more rows: 9 below (a taller window shows them)"


def test_the_table_is_never_higher_than_its_window() -> None:
    for height in range(60):
        table = LiveTable(half(result(8), 2), "", console()).within(80, height)
        assert table is None or len(lines(table)) <= height


def test_a_window_too_low_for_rows_shows_none() -> None:
    assert LiveTable(EMPTY, "", console()).within(80, 6) is None


@pytest.mark.parametrize("width", [60, 79])
def test_a_narrow_window_leaves_out_the_last_column_and_nothing_else(width: int) -> None:
    text = shown(half(result(8), 6), width)
    assert max(len(line) for line in text) <= width
    assert "monolith services  monolith" in text[2]
    assert "interval" not in "\n".join(text)
    assert "…" not in "\n".join(text)


@pytest.mark.parametrize(
    ("total", "room", "focus", "seen"),
    [
        (10, 20, 5, (0, 10)),
        (40, 18, 0, (0, 18)),
        (40, 18, 15, (15, 33)),
        (40, 18, 30, (22, 40)),
    ],
)
def test_what_was_measured_last_is_in_view(
    total: int, room: int, focus: int, seen: tuple[int, int]
) -> None:
    assert window(total, room, focus) == seen


def test_the_heading_of_what_was_measured_last_is_the_first_line_in_view() -> None:
    usual = replace(settings(8), experiments=USUAL)
    known = replace(EMPTY, plan=make_plan(usual))
    for experiment in ("failure-isolation", "rollback"):
        assert shown(known, height=15, focus=experiment)[3] == experiment
