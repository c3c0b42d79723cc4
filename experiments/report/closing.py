"""What stands below the table: what spoils the figures, how to read them, where they are kept."""

from collections.abc import Iterator
from textwrap import shorten

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from experiments.analysis.signed_rank import FEWEST
from experiments.compare.result import Result
from experiments.compare.rows import rows_of
from experiments.report.comparison_table import has_dots, has_intervals
from experiments.report.disturbances import disturbed_lines
from experiments.report.half_widths import AIMED_AT, achieved
from experiments.report.screen import Glyphs, glyphs_for

LONGEST = 300
"""Characters of a problem on the screen; the run's folder has all of it."""


def show_closing(result: Result, folder: str, has_page: bool, console: Console) -> None:
    """Prints what spoils the figures, and where they are kept."""
    for line in closing_lines(result, folder, has_page, glyphs_for(console)):
        console.print(line)


def closing_lines(
    result: Result, folder: str, has_page: bool, glyphs: Glyphs
) -> Iterator[RenderableType]:
    """What the figures mean and do not mean, and where they are kept."""
    yield Text()
    for problem in result.problems:
        yield Text(f"PROBLEM  {shorten(problem, LONGEST, placeholder=' ...')}", style="red")
    if result.problems and not result.scored:
        yield Text("Nothing was timed.")
    if result.noisy:
        yield Text("NOISY  something disturbed the machine; do not trust these figures.")
    for text in disturbed_lines(result):
        yield Padding.indent(Text(text), 2)
    if result.scored and not result.disturbances and not result.problems:
        yield Text(_undisturbed(result))
    yield from map(Text, _worth(result))
    yield from _how_to_read(result, glyphs)
    yield Text(f"Raw data: {folder}")
    if has_page:
        yield Text(f"Report:   {folder}/report.html")


def _how_to_read(result: Result, glyphs: Glyphs) -> Iterator[Text]:
    if result.plan.settings.matrix:
        return  # it stands below the maps
    if not has_intervals(result):
        if result.scored:
            yield Text(f"These are figures, no verdict: that takes {FEWEST} blocks at least.")
            scales = "Strips: logarithmic, at least 2x wide; others at least 5 wide."
            yield Text(scales, style="dim")
        return
    one, two = result.plan.labels
    yield Text(f"{two}/{one}: estimated over pairs of visits (Hodges-Lehmann).", style="dim")
    if any(map(has_dots, rows_of(result))):
        dots = f"{glyphs.baseline} {one}, {glyphs.other} {two}"
        yield Text(f"Measured in too few blocks for an interval: a dot for each visit, {dots}.")


def _worth(result: Result) -> Iterator[str]:
    """What shows how much the run could see."""
    if result.slowdown:
        yield result.slowdown.in_words
    rows = (row for row in rows_of(result) if row.metric.key in AIMED_AT)
    yield from achieved({row.metric.label: row.finding.half_width for row in rows})


def _undisturbed(result: Result) -> str:
    reruns = sum(len(block.attempts) - 1 for block in result.blocks)
    blocks = "block" if reruns == 1 else "blocks"
    again = f", {reruns} {blocks} visited again" if reruns else ""
    return f"Every visit correct, none disturbed{again}."
