"""The comparison as a table of 80 columns: a row a metric, a column an arm, a dot a visit."""

from collections.abc import Iterator
from textwrap import shorten

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from experiments.compare.result import Result, Row
from experiments.report.dots import strip
from experiments.report.numbers import number, points, ratio
from experiments.report.screen import Glyphs, glyphs_for

STRIP_WIDTH = 24
LONGEST = 300
"""Characters of a problem on the screen; the run's folder has all of it."""


def show_comparison(result: Result, folder: str, console: Console) -> None:
    """Prints it, with everything that spoils it."""
    glyphs = glyphs_for(console)
    if result.scored:
        console.print(comparison_table(result, glyphs))
    for line in closing_lines(result, folder):
        console.print(line)


def comparison_table(result: Result, glyphs: Glyphs) -> RenderableType:
    """80 columns wide. The next columns, interval and verdict, take the dots' place."""
    one, two = result.plan.settings.arms
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("", no_wrap=True)
    table.add_column(one, justify="right", no_wrap=True)
    table.add_column(two, justify="right", no_wrap=True)
    table.add_column(f"{two}/\n{one}", justify="right", no_wrap=True)
    table.add_column(
        f"each visit\n{glyphs.baseline} {one}  {glyphs.other} {two}", width=STRIP_WIDTH
    )
    for row in result.rows():
        table.add_row(*_cells(row, one, two, glyphs))
    table.add_row("correct visits", *(_correct(result, arm) for arm in (one, two)), "", "")
    return Group(Text(_title(result), style="bold"), Text(), table)


def closing_lines(result: Result, folder: str) -> Iterator[RenderableType]:
    """What the figures mean and do not mean, and where they are kept."""
    yield Text()
    for problem in result.problems:
        yield Text(f"PROBLEM  {shorten(problem, LONGEST, placeholder=' ...')}", style="red")
    if result.problems and not result.scored:
        yield Text("Nothing was timed.")
    if result.noisy:
        yield Text("NOISY  something disturbed the machine; do not trust these figures.")
    for text in result.disturbances:
        yield Padding.indent(Text(text), 2)
    if result.scored and not result.disturbances and not result.problems:
        yield Text(_undisturbed(result))
    if result.scored:
        yield Text("These are figures, no verdict: no interval says yet how sure they are.")
        yield Text("Strips: logarithmic, at least 2x wide; shares at least 5 points.", style="dim")
    yield Text(f"Raw data: {folder}")


def _title(result: Result) -> str:
    settings = result.plan.settings
    visits = "1 block" if settings.blocks == 1 else f"{settings.blocks} blocks"
    noisy = "NOISY  " if result.noisy else ""
    return (
        f"{noisy}Medians of {visits}, {settings.rate:g} operations/s for"
        f" {settings.seconds:g} s, seed {settings.seed}"
    )


def _cells(row: Row, one: str, two: str, glyphs: Glyphs) -> tuple[str, ...]:
    metric = row.metric
    by_ratio = metric.compare == "ratio"
    return (
        f"{metric.label} [dim]{metric.unit}[/]",
        number(row.medians[one], metric.digits),
        number(row.medians[two], metric.digits),
        ratio(row.ratio) if by_ratio else points(row.points),
        strip(row.values[one], row.values[two], STRIP_WIDTH, glyphs, by_ratio),
    )


def _correct(result: Result, arm: str) -> str:
    right, made = result.correct(arm)
    text = f"{right} of {made}"
    return text if right == made else f"[bold red]{text}[/]"


def _undisturbed(result: Result) -> str:
    reruns = sum(len(block.attempts) - 1 for block in result.blocks)
    blocks = "block" if reruns == 1 else "blocks"
    again = f", {reruns} {blocks} visited again" if reruns else ""
    return f"Both arms correct, no visit disturbed{again}."
