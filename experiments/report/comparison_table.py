"""The comparison as a table of 80 columns: a row a metric, a column an arm, then what it means.

With enough blocks that is the interval; below that a strip with a dot for each visit.
"""

from collections.abc import Iterator
from textwrap import shorten

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from experiments.analysis.signed_rank import FEWEST
from experiments.compare.result import Result
from experiments.compare.row import Row
from experiments.method.sizes import most_replicas
from experiments.report.dots import strip
from experiments.report.half_widths import AIMED_AT, achieved
from experiments.report.numbers import difference, number, ratio, span
from experiments.report.screen import Glyphs, glyphs_for

STRIP_WIDTH = 20
LONGEST = 300
"""Characters of a problem on the screen; the run's folder has all of it."""


def show_comparison(result: Result, console: Console) -> None:
    """Prints the table, if anything was timed."""
    if result.scored:
        console.print(comparison_table(result, glyphs_for(console)))


def show_closing(result: Result, folder: str, has_page: bool, console: Console) -> None:
    """Prints what spoils the figures, and where they are kept."""
    for line in closing_lines(result, folder, has_page):
        console.print(line)


def comparison_table(result: Result, glyphs: Glyphs) -> RenderableType:
    """80 columns wide; a heading for each experiment."""
    figures = figures_table(result, glyphs)
    return Group(Text(title(result), style="bold"), Text(), figures, *_left_out(result))


def figures_table(result: Result, glyphs: Glyphs, with_last: bool = True) -> Table:
    """A line a row, below two of headings. `with_last`: the column of intervals or strips, too."""
    one, two = result.plan.labels
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("", no_wrap=True)
    table.add_column(one, justify="right", no_wrap=True)
    table.add_column(two, justify="right", no_wrap=True)
    table.add_column(f"{two}/\n{one}", justify="right", no_wrap=True)
    if with_last:
        table.add_column(_last_heading(result, glyphs), no_wrap=True)
    experiment = ""
    for row in result.rows():
        if row.experiment != experiment:
            experiment = row.experiment
            table.add_row(Text(experiment, style="bold"))
        cells = _cells(row, glyphs, _has_intervals(result))
        table.add_row(*cells[: len(table.columns)], style=None if _is_begun(row) else "dim")
    table.add_row("correct visits", *(_correct(result, label) for label in (one, two)))
    return table


def title(result: Result) -> str:
    """Of how many blocks the figures are, and whether they are to be trusted."""
    noisy = "NOISY  " if result.noisy else ""
    seed = result.plan.settings.seed
    if not result.complete:
        return f"{noisy}Medians so far, seed {seed}"
    count = len(result.scored)
    return f"{noisy}Medians of {'1 block' if count == 1 else f'{count} blocks'}, seed {seed}"


def closing_lines(result: Result, folder: str, has_page: bool) -> Iterator[RenderableType]:
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
    yield from map(Text, _worth(result))
    if result.scored and not _has_intervals(result):
        yield Text(f"These are figures, no verdict: that takes {FEWEST} blocks at least.")
        yield Text("Strips: logarithmic, at least 2x wide; others at least 5 wide.", style="dim")
    yield Text(f"Raw data: {folder}")
    if has_page:
        yield Text(f"Report:   {folder}/report.html")


def _worth(result: Result) -> Iterator[str]:
    """What shows how much the run could see."""
    if result.slowdown:
        yield result.slowdown.in_words
    rows = (row for row in result.rows() if row.metric.key in AIMED_AT)
    yield from achieved({row.metric.label: row.finding.half_width for row in rows})


def _left_out(result: Result) -> Iterator[Text]:
    """Below the table: a cell is too narrow for a sentence."""
    for name, why in result.plan.settings.left_out.items():
        yield Text(name, style="bold")
        yield Text(f"  not run: {why}")


def _has_intervals(result: Result) -> bool:
    return sum(block.is_whole for block in result.scored) >= FEWEST


def _is_begun(row: Row) -> bool:
    return any(value is not None for values in row.values for value in values)


def _last_heading(result: Result, glyphs: Glyphs) -> str:
    if _has_intervals(result):
        return "\n95% interval"
    one, two = result.plan.labels
    return f"each visit\n{glyphs.baseline} {one}  {glyphs.other} {two}"


def _cells(row: Row, glyphs: Glyphs, with_intervals: bool) -> tuple[str, ...]:
    metric, finding = row.metric, row.finding
    one, two = row.medians
    return (
        f"  {metric.label} [dim]{metric.unit}[/]",
        number(one, metric.digits),
        number(two, metric.digits),
        ratio(finding.estimate) if row.by_ratio else difference(finding.estimate, metric.digits),
        _last(row, glyphs, with_intervals),
    )


def _last(row: Row, glyphs: Glyphs, with_intervals: bool) -> str:
    """What else there is to a row; for one without a value, why."""
    if row.unheld:
        return f"{most_replicas()} did not hold it"
    if with_intervals:
        finding = row.finding
        return span(finding.low, finding.high, row.by_ratio, row.metric.digits)
    return strip(*row.values, STRIP_WIDTH, glyphs, row.by_ratio)


def _correct(result: Result, label: str) -> str:
    right, made = result.correct(label)
    text = f"{right} of {made}"
    return text if right == made else f"[bold red]{text}[/]"


def _undisturbed(result: Result) -> str:
    reruns = sum(len(block.attempts) - 1 for block in result.blocks)
    blocks = "block" if reruns == 1 else "blocks"
    again = f", {reruns} {blocks} visited again" if reruns else ""
    return f"Every visit correct, none disturbed{again}."
