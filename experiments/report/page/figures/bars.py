"""What was used, stacked by kind of process: a bar a load and arm, on one scale."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from experiments.measure.kinds import KINDS
from experiments.report.page.figures.axis import Axis
from experiments.report.page.figures.plain import shown
from experiments.report.page.figures.svg import Drawing

WIDTH, LEFT, RIGHT = 340.0, 4.0, 268.0
ROW, BAR = 34.0, 15.0


@dataclass(frozen=True)
class Bar:
    """`parts` by kind of process, in one unit."""

    label: str
    parts: Mapping[str, float]

    @property
    def total(self) -> float:
        return sum(self.parts.values())


def bars_plot(title: str, unit: str, bars: Sequence[Bar]) -> Markup:
    drawing = Drawing(WIDTH, 6 + ROW * len(bars), _says(title, unit, bars))
    axis = Axis(0, max((bar.total for bar in bars), default=1.0) or 1.0, LEFT, RIGHT)
    for number, bar in enumerate(bars):
        top = ROW * number + 16
        drawing.text((LEFT, top - 4), bar.label, "small")
        at = axis.at(0)
        for kind in KINDS:
            width = axis.at(bar.parts.get(kind, 0.0)) - LEFT
            drawing.box((at, top), width, BAR, f"kind {kind}")
            at += max(0.0, width)
        drawing.text((at + 5, top + 12), f"{shown(bar.total, unit)} {unit}", "value")
    return drawing.markup()


def _parts(bar: Bar, unit: str) -> Iterator[str]:
    for kind in KINDS:
        if kind in bar.parts:
            yield f"{kind} {shown(bar.parts[kind], unit)}"


def _says(title: str, unit: str, bars: Sequence[Bar]) -> str:
    rows = (
        f"{bar.label}: {shown(bar.total, unit)} {unit} ({', '.join(_parts(bar, unit))})"
        for bar in bars
    )
    return f"{title}. {'; '.join(rows)}"
