"""What more load takes: each resource against the operations offered, a mark a visit, a line
through each arm's medians."""

from collections.abc import Callable, Mapping, Sequence
from statistics import median

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from experiments.plots.opened import Opened
from experiments.plots.palette import LOOKS, Look
from experiments.plots.picture import Picture, sheet
from experiments.plots.text import Text, not_kept
from experiments.report.page.figures.plain import shown
from experiments.report.page.views.trial import LoadView
from experiments.report.page.views.used import Used

WIDTH, HEIGHT = 12.0, 4.2
MEASURES: Mapping[str, Callable[[Used], float]] = {
    "cores kept busy": lambda used: used.cores,
    "memory, MiB": lambda used: sum(used.memory_mib.values()),
    "replicas": lambda used: float(used.replicas or 0),
}
Points = Mapping[float, Sequence[float]]
"""By operations a second, each visit's value."""


def growth(opened: Opened) -> Picture | Text:
    """Of an experiment with several loads."""
    loads = {
        label: [load for trial in trials for load in trial.loads]
        for label, trials in opened.trials.items()
    }
    if not opened.loads:
        return not_kept(opened.run.name)
    with sheet(WIDTH, HEIGHT) as drawing:
        told = []
        for axes, (name, take) in zip(drawing.subplots(1, 3), MEASURES.items(), strict=True):
            for (label, side), look in zip(loads.items(), LOOKS, strict=True):
                points = _points(side, take)
                _draw(axes, points, look, label)
                told.append(_says(name, label, points))
            axes.set_title(name)
            axes.set_ylim(0, axes.get_ylim()[1] * 1.05)
            axes.set_xlim(0)
            axes.set_xticks(sorted({load.rate for side in loads.values() for load in side}))
            axes.set_xlabel("operations offered, /s")
            axes.yaxis.set_major_locator(MaxNLocator(5))
            axes.grid(axis="y")
        handles, labels = axes.get_legend_handles_labels()
        drawing.legend(handles, labels, loc="outside upper center", ncols=2)
        return Picture(drawing, "\n".join(told))


def _points(loads: Sequence[LoadView], take: Callable[[Used], float]) -> Points:
    rates = sorted({load.rate for load in loads})
    return {rate: [take(load.used) for load in loads if load.rate == rate] for rate in rates}


def _draw(axes: Axes, points: Points, look: Look, label: str) -> None:
    middles = [median(values) for values in points.values()]
    axes.plot(
        list(points), middles, look.line + look.marker,
        color=look.colour, linewidth=2.6, markersize=look.size + 1, label=label, clip_on=False,
    )  # fmt: skip
    for rate, values in points.items():
        axes.plot(
            [rate] * len(values), values, look.marker,
            color=look.colour, markersize=look.size - 2, alpha=0.4, clip_on=False,
        )  # fmt: skip


def _says(name: str, label: str, points: Points) -> str:
    told = ", ".join(f"{shown(median(values))} at {rate:g}/s" for rate, values in points.items())
    return f"{name}, {label}: {told}"
