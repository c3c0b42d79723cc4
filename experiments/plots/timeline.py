"""A load second by second: good share above, latency below, what was done marked through both.
Thick lines are medians of the blocks, thin ones the blocks."""

import textwrap
from collections.abc import Sequence
from itertools import chain

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MultipleLocator, NullLocator

from experiments.plots.course import Column, Line, columns, legend, medians
from experiments.plots.opened import Opened
from experiments.plots.palette import SOFT, WARM
from experiments.plots.picture import Picture, sheet
from experiments.plots.scales import shown_tick
from experiments.plots.steps import LINE_OF_WORDS, TITLE_LIFT, mark_steps, steps_in_words
from experiments.plots.text import Text, not_kept
from experiments.report.page.views.course import Value

WIDTH, HEIGHT = 12.0, 6.4


def timeline(opened: Opened) -> Picture | Text:
    """All loads, side by side."""
    if not opened.loads:
        return not_kept(opened.run.name)
    shown = columns(opened)
    every = [view for views in opened.views().values() for view in views]
    timeout_ms = 1000 * max(view.timeout_s for view in every)
    with sheet(WIDTH, HEIGHT) as drawing:
        grid = drawing.subplots(
            2, len(shown), squeeze=False, sharex="col", sharey="row", height_ratios=(1, 1)
        )
        for column, share, latency in zip(shown, *grid, strict=True):
            _column(column, share, latency, timeout_ms)
        grid[0][0].set_ylabel("good, %")
        grid[1][0].set_ylabel("p95 of answers, ms")
        _name_timeout(grid[1][-1], timeout_ms)
        _around(drawing, shown)
        return Picture(drawing, "\n".join(map(_says, shown)))


def _column(column: Column, share: Axes, latency: Axes, timeout_ms: float) -> None:
    seconds = column.lines[0].seconds if column.lines else (0, 1)
    share.set_xlim(seconds[0], seconds[-1] + 1)
    share.set_ylim(-4, 104)
    share.yaxis.set_major_locator(MultipleLocator(50))
    latency.set_yscale("log")
    latency.set_ylim(1, 1.6 * timeout_ms)
    latency.yaxis.set_major_formatter(FuncFormatter(lambda value, _: shown_tick(value)))
    latency.yaxis.set_minor_locator(NullLocator())
    latency.axhline(timeout_ms, color=SOFT, linestyle=(0, (3, 3)), linewidth=1.2)
    latency.set_xlabel("seconds of the scored window")
    for axes in (share, latency):
        axes.axvspan(seconds[0], 0, color=WARM, linewidth=0, zorder=0)
        axes.grid(axis="y")
    for line in column.lines:
        _line(share, line, [curve.share for curve in line.curves])
        _line(latency, line, [curve.p95_ms for curve in line.curves])
    mark_steps((share, latency), column.steps)
    share.set_title(column.title, pad=TITLE_LIFT if column.steps else 8)


def _line(axes: Axes, line: Line, rows: Sequence[Sequence[Value]]) -> None:
    middles = [second + 0.5 for second in line.seconds]
    look = line.look
    for row in rows if len(rows) > 1 else ():
        axes.plot(middles, _gaps(row), color=look.colour, linewidth=0.8, alpha=0.25)
    axes.plot(
        middles, _gaps(medians(rows)), look.line,
        color=look.colour, linewidth=2.6, label=line.label,
    )  # fmt: skip


def _gaps(row: Sequence[Value]) -> list[float]:
    """A second without operations breaks the line."""
    return [float("nan") if value is None else value for value in row]


def _name_timeout(axes: Axes, timeout_ms: float) -> None:
    place = (axes.get_xlim()[1], timeout_ms * 0.93)
    axes.annotate("client's timeout", place, ha="right", va="top", color=SOFT, fontsize=11.5)


def _around(drawing: Drawing, shown: Sequence[Column]) -> None:
    """What the lines and the numbers stand for."""
    steps = steps_in_words(shown[0].steps)
    if steps:
        drawing.supxlabel("\n".join(textwrap.wrap(steps, LINE_OF_WORDS)), fontsize=13)
    named = legend(shown)
    if named:
        handles = [
            Line2D([], [], color=look.colour, linestyle=look.line, linewidth=2.6)
            for look in named.values()
        ]
        drawing.legend(handles, list(named), loc="outside upper center", ncols=len(named))


def _says(column: Column) -> str:
    found = []
    for line in column.lines:
        middle = medians([curve.share for curve in line.curves])
        shares = [value for value in middle if value is not None]
        if shares:
            found.append(f"{line.label}: good share {min(shares):.0f}% to {max(shares):.0f}%")
    steps = (f"{step.kind} at {step.began_s:.0f} s" for step in column.steps)
    return f"{column.title}, second by second. " + "; ".join(chain(found, steps))
