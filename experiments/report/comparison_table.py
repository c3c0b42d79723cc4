"""The comparison as a table of 80 columns: a row a metric, a column an arm, then the ratio.

The last column is the interval with enough blocks, below that a strip with a dot for each visit.
On a narrower terminal it is left out before any number is cut.
"""

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from experiments.analysis.signed_rank import FEWEST
from experiments.compare.by_side import correct
from experiments.compare.result import Result
from experiments.compare.row import Row
from experiments.compare.rows import rows_of
from experiments.report.dots import strip
from experiments.report.numbers import difference, number, ratio, span
from experiments.report.screen import Glyphs, glyphs_for
from experiments.report.trimmed import Trimmed

STRIP_WIDTH = 20
UNBOUND = 1000
"""Columns: more than any table needs."""


def show_comparison(result: Result, console: Console) -> None:
    """Prints the table, if anything was timed."""
    if result.scored:
        console.print(Trimmed(comparison_table(result, console)))


def comparison_table(result: Result, console: Console) -> RenderableType:
    """A heading for each experiment; the last column only where all of it fits."""
    glyphs = glyphs_for(console)
    parts: list[RenderableType] = [figures_table(result, glyphs)]
    needed = console.measure(parts[0], options=console.options.update(width=UNBOUND)).maximum
    if needed > console.width:
        what = "95% intervals" if has_intervals(result) else "visits one by one"
        told = f"{needed} columns would show the {what}, too."
        parts = [figures_table(result, glyphs, with_last=False, folding=True)]
        parts.append(Text(told, style="dim"))
    return Group(Text(title(result), style="bold"), Text(), *parts, *left_out_lines(result))


def figures_table(
    result: Result, glyphs: Glyphs, with_last: bool = True, folding: bool = False
) -> Table:
    """A line a row, below two of headings. `with_last`: the column of intervals or strips, too.
    `folding`: what is measured takes several lines where numbers leave it too little room."""
    one, two = result.plan.labels
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("", no_wrap=not folding, overflow="fold" if folding else "ellipsis")
    table.add_column(one.replace(" ", "\n"), justify="right", no_wrap=True)
    table.add_column(two.replace(" ", "\n"), justify="right", no_wrap=True)
    short_one, short_two = _short(result)
    table.add_column(f"{short_two}/\n{short_one}", justify="right", no_wrap=True)
    if with_last:
        table.add_column(_last_heading(result, glyphs), no_wrap=True)
    experiment = ""
    for row in rows_of(result):
        if row.experiment != experiment:
            experiment = row.experiment
            table.add_row(Text(experiment, style="bold"))
        label, *cells = _cells(row, glyphs, has_intervals(result))
        table.add_row(
            Padding.indent(label, 2) if folding else f"  {label}",
            *cells[: len(table.columns) - 1],
            style=None if _is_begun(row) else "dim",
        )
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


def left_out_lines(result: Result) -> Iterator[Text]:
    """Below the table: a cell is too narrow for a sentence."""
    for name, why in result.plan.settings.left_out.items():
        yield Text(name, style="bold")
        yield Text(f"  not run: {why}")


def has_intervals(result: Result) -> bool:
    """Whether there are blocks enough for what every block measures."""
    return sum(block.is_whole for block in result.scored) >= FEWEST


def _is_begun(row: Row) -> bool:
    return any(value is not None for values in row.values for value in values)


def has_dots(row: Row) -> bool:
    """Whether it was measured in too few blocks for an interval."""
    return row.finding.low is None and _is_begun(row)


def _last_heading(result: Result, glyphs: Glyphs) -> str:
    if has_intervals(result):
        return "\n95% interval"
    one, two = _short(result)
    return f"each visit\n{glyphs.baseline} {one}  {glyphs.other} {two}"


def _short(result: Result) -> tuple[str, str]:
    """The labels, or their places where one is of several words: an arm without a protection."""
    one, two = result.plan.labels
    return ("first", "second") if " " in f"{one}{two}" else (one, two)


def _cells(row: Row, glyphs: Glyphs, with_intervals: bool) -> tuple[str, ...]:
    metric, finding = row.metric, row.finding
    one, two = row.medians
    return (
        f"{metric.label} [dim]{metric.unit}[/]",
        number(one, metric.digits),
        number(two, metric.digits),
        ratio(finding.estimate) if row.by_ratio else difference(finding.estimate, metric.digits),
        _last(row, glyphs, with_intervals),
    )


def _last(row: Row, glyphs: Glyphs, with_intervals: bool) -> str:
    """What else there is to a row; for one without a value, why."""
    if row.unheld:
        return f"{row.most} did not hold it"
    finding = row.finding
    if with_intervals and not has_dots(row):
        return span(finding.low, finding.high, row.by_ratio, row.metric.digits)
    return strip(*row.values, STRIP_WIDTH, glyphs, row.by_ratio)


def _correct(result: Result, label: str) -> str:
    right, made = correct(result, label)
    text = f"{right} of {made}"
    return text if right == made else f"[bold red]{text}[/]"
