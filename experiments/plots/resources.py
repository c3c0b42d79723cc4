"""What the arms used over the scored window, by kind of process: CPU for each operation, and
memory. Medians over the visits."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from matplotlib.axes import Axes

from experiments.measure.kinds import KINDS
from experiments.plots.opened import Opened
from experiments.plots.palette import KIND_COLOURS, LOOKS
from experiments.plots.picture import Picture, sheet
from experiments.plots.text import Text, not_kept
from experiments.report.page.figures.plain import shown
from experiments.report.page.views.used import Used

WIDTH, ROW, MARGINS = 12.0, 0.62, 1.6


@dataclass(frozen=True)
class Bar:
    """`parts` by kind of process."""

    label: str
    colour: str
    parts: Mapping[str, float]

    @property
    def total(self) -> float:
        return sum(self.parts.values())


def resources(opened: Opened) -> Picture | Text:
    """A bar for each arm and load."""
    if not opened.loads:
        return not_kept(opened.run.name)
    cpu = _bars(opened, lambda one: one.cpu_ms)
    memory = _bars(opened, lambda one: one.memory_mib)
    with sheet(WIDTH, ROW * len(cpu) + MARGINS) as drawing:
        left, right = drawing.subplots(1, 2, sharey=True)
        _draw(left, cpu, "CPU for each operation, ms")
        _draw(right, memory, "memory, mean, MiB")
        for text, bar in zip(left.get_yticklabels(), cpu, strict=True):
            text.set_color(bar.colour)
        handles, labels = right.get_legend_handles_labels()
        drawing.legend(handles, labels, loc="outside lower center", ncols=len(labels))
        return Picture(drawing, "\n".join((_says("CPU, ms", cpu), _says("memory, MiB", memory))))


def _bars(opened: Opened, take: Callable[[Used], Mapping[str, float]]) -> list[Bar]:
    return [
        Bar(
            f"{load}  {label}" if len(opened.loads) > 1 else label,
            look.colour,
            _medians([take(view.used) for view in views]),
        )
        for load in opened.loads
        for (label, views), look in zip(opened.views(load).items(), LOOKS, strict=True)
    ]


def _medians(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {
        kind: median(row.get(kind, 0.0) for row in rows)
        for kind in KINDS
        if any(kind in row for row in rows)
    }


def _draw(axes: Axes, bars: Sequence[Bar], title: str) -> None:
    places = range(len(bars))
    ends = [0.0] * len(bars)
    for kind in KINDS:
        widths = [bar.parts.get(kind, 0.0) for bar in bars]
        if any(widths):
            axes.barh(
                places, widths, 0.62, ends, color=KIND_COLOURS[kind], edgecolor="white", label=kind
            )
        ends = [end + width for end, width in zip(ends, widths, strict=True)]
    for place, bar in zip(places, bars, strict=True):
        axes.annotate(
            shown(bar.total), (bar.total, place), (6, 0), textcoords="offset points",
            va="center", fontweight="bold",
        )  # fmt: skip
    axes.set_yticks(list(places), [bar.label for bar in bars])
    axes.set_ylim(len(bars) - 0.5, -0.5)
    axes.set_xlim(0, 1.14 * max(bar.total for bar in bars))
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_title(title)


def _says(what: str, bars: Sequence[Bar]) -> str:
    told = (
        f"{bar.label} {shown(bar.total)}"
        f" ({', '.join(f'{kind} {shown(part)}' for kind, part in bar.parts.items())})"
        for bar in bars
    )
    return f"{what}: {'; '.join(told)}"
