"""An interval against its margin: one claim on the axis that all claims of its kind share."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from experiments.analysis.question import Direction, NoValue
from experiments.report.page.figures.axis import Axis
from experiments.report.page.figures.plain import effect, interval
from experiments.report.page.figures.svg import Drawing
from experiments.report.page.reading.ruled import Ruled

WIDTH, HEIGHT = 340.0, 78.0
LEFT, RIGHT, TOP, BASE = 12.0, 328.0, 18.0, 56.0
ROOM_FOR_ENDS = 16.0
"""Of an interval narrower than this the estimate would hide the ends."""
MIDDLE = (TOP + BASE) / 2
HALVES = (1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16, 32, 64)


@dataclass(frozen=True)
class Span:
    """The range of an axis: of ratios, or of differences in a unit."""

    low: float
    high: float


def spans_of(rulings: Iterable[Ruled]) -> dict[str, Span]:
    """The range that all claims of a kind share, by `kind_of`: symmetrical about no effect."""
    reach: dict[str, float] = {}
    for ruled in rulings:
        kind = kind_of(ruled)
        far = max((abs(value) for value in _values(ruled)), default=0.0)
        reach[kind] = max(reach.get(kind, 0.0), 1.15 * far, 2 * ruled.question.bound)
    return {
        kind: Span(math.exp(-far), math.exp(far)) if kind == "ratio" else Span(-far, far)
        for kind, far in reach.items()
    }


def kind_of(ruled: Ruled) -> str:
    """Ratios share an axis, and so do differences in one unit."""
    return "ratio" if ruled.by_ratio else ruled.unit


def bound(ruled: Ruled) -> str:
    """The margin on the claim's side, in words: 1.25x, 0.80x or -1.0 pt."""
    value = ruled.question.shown(ruled.question.claimed)
    words = effect(value, ruled.by_ratio, ruled.unit)
    return words if ruled.by_ratio or not ruled.unit else f"{words} {ruled.unit}"


def interval_plot(ruled: Ruled, span: Span) -> Markup:
    """The margin's zone, the side that the claim speaks of, a dot a block, estimate, interval."""
    drawing = Drawing(WIDTH, HEIGHT, _says(ruled))
    axis = Axis(span.low, span.high, LEFT, RIGHT, is_log=ruled.by_ratio)
    question = ruled.question
    near, far = (axis.at(question.shown(bound)) for bound in (-question.bound, question.bound))
    is_more = question.direction is Direction.MORE
    claimed = (far, RIGHT) if is_more else (LEFT, near)
    drawing.box((claimed[0], TOP), claimed[1] - claimed[0], BASE - TOP, "claimed")
    drawing.box((near, TOP), far - near, BASE - TOP, "zone")
    side = (RIGHT, "end", "as claimed ▸") if is_more else (LEFT, "start", "◂ as claimed")
    drawing.text((side[0], TOP - 6), side[2], "small", side[1])
    none = axis.at(question.shown(0))
    drawing.line((none, TOP), (none, BASE), "none")
    _axis(drawing, axis, ruled)
    for value in _values(ruled):
        drawing.dot((axis.at(question.shown(value)), MIDDLE + 12), 2, "block")
    _estimate(drawing, axis, ruled)
    return drawing.markup()


def _axis(drawing: Drawing, axis: Axis, ruled: Ruled) -> None:
    drawing.line((LEFT, BASE), (RIGHT, BASE), "axis")
    ticks = _halves(axis) if ruled.by_ratio else axis.ticks(5)
    for tick in ticks:
        at = axis.at(tick)
        drawing.line((at, BASE), (at, BASE + 4), "axis")
        drawing.text((at, BASE + 16), _label(tick, ruled), "small", "middle")


def _halves(axis: Axis) -> Sequence[float]:
    inside = [each for each in HALVES if axis.low <= each <= axis.high]
    return inside if len(inside) < 8 else [each for each in inside if math.log2(each) % 2 == 0]


def _label(tick: float, ruled: Ruled) -> str:
    if not ruled.by_ratio:
        return f"{tick:+g}" if tick else "0"
    return f"{tick:g}x" if tick >= 1 else f"1/{1 / tick:g}"


def _estimate(drawing: Drawing, axis: Axis, ruled: Ruled) -> None:
    if ruled.estimate is None:
        return
    centre = (axis.at(ruled.estimate), MIDDLE - 3)
    if ruled.low is not None and ruled.high is not None:
        ends = axis.at(ruled.low), axis.at(ruled.high)
        drawing.line((ends[0], centre[1]), (ends[1], centre[1]), "interval")
        for end in ends if ends[1] - ends[0] > ROOM_FOR_ENDS else ():
            drawing.line((end, centre[1] - 5), (end, centre[1] + 5), "interval")
    drawing.diamond(centre, 5, "estimate")


def _values(ruled: Ruled) -> list[float]:
    """The blocks' numbers on the question's scale, and the interval's ends."""
    try:
        found = [ruled.question.value(pair) for pair in ruled.pairs]
    except NoValue:
        found = []
    return [value for value in found if value is not None]


def _says(ruled: Ruled) -> str:
    side = "above" if ruled.question.direction is Direction.MORE else "below"
    estimate = effect(ruled.estimate, ruled.by_ratio, ruled.unit)
    span = interval(ruled.low, ruled.high, ruled.by_ratio, ruled.unit)
    return (
        f"{ruled.estimand}: {estimate}, {f'interval {span}' if span else 'no interval'};"
        f" the claim says {side} {bound(ruled)}"
    )
