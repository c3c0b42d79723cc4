"""How long each operation takes: from the median (the arm's mark) to the 99th percentile (the bar's
end), with the 95th between; medians over the visits, on one logarithmic axis."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from experiments.plots.opened import Opened
from experiments.plots.palette import LOOKS, Look
from experiments.plots.picture import Picture, sheet
from experiments.plots.scales import measure_axis
from experiments.plots.text import Text, not_kept
from experiments.report.page.figures.plain import shown
from experiments.report.page.views.operations import OperationView
from experiments.report.page.views.trial import LoadView
from experiments.workload.operations import PLACE_ORDER
from experiments.workload.summary import Quantiles

WIDTH, ROW, MARGINS = 12.0, 0.75, 2.0
KEY = (
    "ms from the intended start: mark = median, bars = 95th and 99th percentile\n"
    "(without an answer, the client's timeout; never settled, its patience: lower bounds)"
)
OFFSET = 0.17
"""How far an arm's bar lies from the middle of its row."""


@dataclass(frozen=True)
class Bar:
    """One arm's bar in a row."""

    row: str
    found: Quantiles


def latencies(opened: Opened, load: str = "") -> Picture | Text:
    """Of the answers, and for orders until they are settled; of one load, by default the first.
    Raises NothingToShow if there is none of this name."""
    if not opened.loads:
        return not_kept(opened.run.name)
    sides = {label: list(_bars(views)) for label, views in opened.views(load).items()}
    rows = list(dict.fromkeys(bar.row for bars in sides.values() for bar in bars))
    with sheet(WIDTH, ROW * len(rows) + MARGINS) as drawing:
        axes = drawing.subplots()
        found = [bar.found for bars in sides.values() for bar in bars]
        ends = [each.median_ms for each in found] + [each.p99_ms for each in found]
        measure_axis(axes, ends, by_ratio=True, unit="ms")
        for bars, look, offset in zip(sides.values(), LOOKS, (-OFFSET, OFFSET), strict=True):
            for bar in bars:
                _draw(axes, bar.found, rows.index(bar.row) + offset, look)
        _dress(axes, rows)
        handles = [
            Line2D([], [], color=look.colour, marker=look.marker, markersize=look.size, linewidth=3)
            for look in LOOKS
        ]
        drawing.legend(handles, opened.labels, loc="outside upper center", ncols=2)
        return Picture(drawing, "\n".join(_says(label, bars) for label, bars in sides.items()))


def _bars(views: Sequence[LoadView]) -> Iterator[Bar]:
    visits = [view.operations for view in views]
    for operation in visits[0] if visits else ():
        same = [each for visit in visits for each in visit if each.name == operation.name]
        yield from _of(operation.name, same)


def _of(name: str, visits: Sequence[OperationView]) -> Iterator[Bar]:
    accept = _middle([each.accept for each in visits if each.accept])
    settle = _middle([each.settle for each in visits if each.settle])
    if accept:
        yield Bar(f"{name}: accepted" if name == PLACE_ORDER else name, accept)
    if settle:
        yield Bar(f"{name}: settled", settle)


def _middle(found: Sequence[Quantiles]) -> Quantiles | None:
    if not found:
        return None
    return Quantiles(
        median(each.median_ms for each in found),
        median(each.p95_ms for each in found),
        median(each.p99_ms for each in found),
    )


def _draw(axes: Axes, found: Quantiles, at: float, look: Look) -> None:
    axes.plot((found.median_ms, found.p99_ms), (at, at), color=look.colour, linewidth=3, alpha=0.55)
    axes.plot([found.median_ms], [at], look.marker, color=look.colour, markersize=look.size + 2)
    axes.plot((found.p95_ms, found.p99_ms), (at, at), "|", color=look.colour, markersize=13,
              markeredgewidth=2.5)  # fmt: skip


def _dress(axes: Axes, rows: Sequence[str]) -> None:
    axes.grid(axis="x")
    axes.set_yticks(range(len(rows)), list(rows))
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(KEY)


def _says(label: str, bars: Sequence[Bar]) -> str:
    told = "; ".join(
        f"{bar.row} median {shown(bar.found.median_ms)} ms, p99 {shown(bar.found.p99_ms)} ms"
        for bar in bars
    )
    return f"{label}: {told}"
