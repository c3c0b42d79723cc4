"""What is served by so many replicas: a dot a visit, the fitted law, and what queues foretold."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from markupsafe import Markup

from experiments.report.page.figures.axis import Axis
from experiments.report.page.figures.plain import shown
from experiments.report.page.figures.svg import Drawing

WIDTH, HEIGHT = 480.0, 260.0
LEFT, RIGHT, TOP, BASE = 44.0, 400.0, 24.0, 214.0
SIDES = ("baseline", "other")
FINE = 10
"""Points of the law's line between two numbers of replicas."""


@dataclass(frozen=True)
class Climbed:
    """One arm: what each visit served a second, by the number of replicas; the law's value there,
    None where none was fitted; and what was foretold."""

    label: str
    served: Mapping[int, Sequence[float]]
    law: Callable[[float], float] | None
    foretold: Mapping[int, float]


def scalability_plot(title: str, sides: Sequence[Climbed]) -> Markup:
    """Both arms on the same axes, which begin at 0."""
    drawing = Drawing(WIDTH, HEIGHT, _says(title, sides))
    most = max((times for side in sides for times in side.served), default=1)
    values = [each for side in sides for seen in side.served.values() for each in seen]
    across = Axis(0, most + 0.5, LEFT, RIGHT)
    up = Axis(0, 1.08 * max(values, default=1.0) or 1.0, BASE, TOP)
    _frame(drawing, title, across, up, most)
    for kind, side in zip(SIDES, sides, strict=False):
        _draw(drawing, across, up, side, kind)
    _name(drawing, up, sides)
    return drawing.markup()


def _frame(drawing: Drawing, title: str, across: Axis, up: Axis, most: int) -> None:
    drawing.text((4, 12), f"{title}, good operations a second", "small strong")
    for tick in up.ticks(5):
        drawing.line((LEFT, up.at(tick)), (RIGHT, up.at(tick)), "grid")
        drawing.text((LEFT - 5, up.at(tick) + 4), f"{tick:,g}", "small", "end")
    for times in range(1, most + 1):
        drawing.line((across.at(times), BASE), (across.at(times), BASE + 4), "axis")
        drawing.text((across.at(times), BASE + 16), f"{times}", "small", "middle")
    drawing.line((LEFT, BASE), (RIGHT, BASE), "axis")
    drawing.text((RIGHT, HEIGHT - 12), "small replicas", "small", "end")


def _draw(drawing: Drawing, across: Axis, up: Axis, side: Climbed, kind: str) -> None:
    if side.law and side.served:
        first, last = min(side.served), max(side.served)
        fine = [first + n / FINE for n in range((last - first) * FINE + 1)]
        drawing.path([(across.at(n), up.at(side.law(n))) for n in fine], f"line {kind}-line")
    foretold = [(across.at(n), up.at(x)) for n, x in sorted(side.foretold.items())]
    drawing.path(foretold, f"line {kind}-line foretold")
    for times, seen in side.served.items():
        for value in seen:
            tip = f"{side.label}, {times}: {shown(value, '/s')}/s"
            place = across.at(times), up.at(value)
            if kind == SIDES[0]:
                drawing.dot(place, 3.0, kind, tip)
            else:
                drawing.diamond(place, 4.0, kind, tip)


def _name(drawing: Drawing, up: Axis, sides: Sequence[Climbed]) -> None:
    """Each arm's name at the end of its dots, one above the other where they meet."""
    ends = [
        (up.at(median(side.served[max(side.served)])), side.label) for side in sides if side.served
    ]
    last = TOP - 14.0
    for at, label in sorted(ends):
        last = max(at + 4, last + 14)
        drawing.text((RIGHT + 4, last), label, "small")


def _says(title: str, sides: Sequence[Climbed]) -> str:
    rows = (
        f"{side.label}: "
        + ", ".join(f"{shown(median(seen), '/s')}/s by {n}" for n, seen in side.served.items())
        for side in sides
    )
    return f"{title} by the number of replicas. {'; '.join(rows)}"
