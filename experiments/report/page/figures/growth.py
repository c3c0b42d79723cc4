"""A resource against the load: a dot a visit, a line through each arm's medians."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from markupsafe import Markup

from experiments.report.page.figures.axis import Axis
from experiments.report.page.figures.plain import shown
from experiments.report.page.figures.svg import Drawing

WIDTH, HEIGHT = 340.0, 180.0
LEFT, RIGHT, TOP, BASE = 44.0, 268.0, 24.0, 144.0
SIDES = ("baseline", "other")


@dataclass(frozen=True)
class Series:
    """One arm: the values of its visits at each load, the loads in operations a second."""

    label: str
    points: tuple[tuple[float, tuple[float, ...]], ...]

    @property
    def medians(self) -> tuple[tuple[float, float], ...]:
        return tuple((load, median(values)) for load, values in self.points if values)


def growth_plot(title: str, unit: str, series: Sequence[Series]) -> Markup:
    drawing = Drawing(WIDTH, HEIGHT, _says(title, unit, series))
    loads = [load for each in series for load, _ in each.points]
    values = [value for each in series for _, found in each.points for value in found]
    across = Axis(0, 1.1 * max(loads, default=1.0), LEFT, RIGHT)
    up = Axis(0, 1.05 * max(values, default=1.0) or 1.0, BASE, TOP)
    drawing.text((4, 12), f"{title}, {unit}" if unit else title, "small strong")
    for tick in up.ticks(4):
        drawing.line((LEFT, up.at(tick)), (RIGHT, up.at(tick)), "grid")
        drawing.text((LEFT - 5, up.at(tick) + 4), f"{tick:,g}", "small", "end")
    for load in sorted(set(loads)):
        drawing.line((across.at(load), BASE), (across.at(load), BASE + 4), "axis")
        drawing.text((across.at(load), BASE + 16), f"{load:g}", "small", "middle")
    drawing.line((LEFT, BASE), (RIGHT, BASE), "axis")
    drawing.text((RIGHT, HEIGHT - 5), "operations offered a second", "small", "end")
    for kind, each in zip(SIDES, series, strict=False):
        _draw(drawing, across, up, each, kind, unit)
    _name(drawing, up, series)
    return drawing.markup()


def _draw(drawing: Drawing, across: Axis, up: Axis, series: Series, kind: str, unit: str) -> None:
    middle = [(across.at(load), up.at(value)) for load, value in series.medians]
    drawing.path(middle, f"line {kind}-line")
    for load, values in series.points:
        for value in values:
            tip = f"{series.label} at {load:g}/s: {shown(value, unit)}"
            place = across.at(load), up.at(value)
            if kind == SIDES[0]:
                drawing.dot(place, 3.5, kind, tip)
            else:
                drawing.diamond(place, 4.5, kind, tip)


def _name(drawing: Drawing, up: Axis, series: Sequence[Series]) -> None:
    """Each arm's name at the end of its line, one above the other where they meet."""
    ends = [(up.at(each.medians[-1][1]), each.label) for each in series if each.medians]
    last = TOP - 14.0
    for at, label in sorted(ends):
        last = max(at + 4, last + 14)
        drawing.text((RIGHT + 4, last), label, "small")


def _says(title: str, unit: str, series: Sequence[Series]) -> str:
    rows = (
        f"{each.label}: "
        + ", ".join(
            f"{shown(value, unit)} {unit} at {load:g}/s".strip() for load, value in each.medians
        )
        for each in series
    )
    return f"{title} against the load. {'; '.join(rows)}"
