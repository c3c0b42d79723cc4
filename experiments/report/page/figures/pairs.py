"""All visits of a metric: a dot a visit, a row an arm, a line between the two of a block."""

import math
from collections.abc import Sequence

from markupsafe import Markup

from experiments.report.dots import LEAST_POINTS, LEAST_RATIO
from experiments.report.page.figures.axis import Axis
from experiments.report.page.figures.plain import shown
from experiments.report.page.figures.svg import Drawing
from experiments.report.page.reading.figures import Figure

WIDTH, HEIGHT = 300.0, 58.0
LEFT, RIGHT = 10.0, 290.0
ROWS = (11.0, 33.0)
BASE = 42.0
AIR = 1.08


def pairs_plot(figure: Figure, labels: tuple[str, str]) -> Markup:
    """On an axis of the metric's own: logarithmic for ratios, and never so narrow that noise looks
    like a difference. Empty if nothing was measured."""
    values = [value for row in figure.values for value in row if value is not None]
    if not values:
        return Markup("")
    drawing = Drawing(WIDTH, HEIGHT, _says(figure, labels))
    axis = _axis(values, figure)
    drawing.line((LEFT, BASE), (RIGHT, BASE), "axis")
    for tick in axis.ticks(4):
        drawing.line((axis.at(tick), BASE), (axis.at(tick), BASE + 3), "axis")
        drawing.text((axis.at(tick), BASE + 13), f"{tick:,g}", "small", "middle")
    for pair in figure.pairs:
        if pair.baseline is not None and pair.other is not None:
            ends = (axis.at(pair.baseline), ROWS[0]), (axis.at(pair.other), ROWS[1])
            drawing.line(*ends, "pair")
    for pair in figure.pairs:
        _dots(drawing, axis, figure, pair.block, (pair.baseline, pair.other), labels)
    return drawing.markup()


def _dots(
    drawing: Drawing,
    axis: Axis,
    figure: Figure,
    block: int,
    values: tuple[float | None, float | None],
    labels: tuple[str, str],
) -> None:
    baseline, other = values
    if baseline is not None:
        tip = f"block {block}, {labels[0]}: {shown(baseline, figure.unit)} {figure.unit}"
        drawing.dot((axis.at(baseline), ROWS[0]), 3.5, "baseline", tip)
    if other is not None:
        tip = f"block {block}, {labels[1]}: {shown(other, figure.unit)} {figure.unit}"
        drawing.diamond((axis.at(other), ROWS[1]), 4.5, "other", tip)


def _axis(values: Sequence[float], figure: Figure) -> Axis:
    low, high = min(values), max(values)
    if figure.by_ratio and low > 0:
        least, centre = math.log(LEAST_RATIO), math.log(low * high) / 2
        reach = AIR * max(least, math.log(high / low)) / 2
        return Axis(math.exp(centre - reach), math.exp(centre + reach), LEFT, RIGHT, is_log=True)
    extent = AIR * max(LEAST_POINTS, high - low)
    bottom = (low + high - extent) / 2
    if figure.unit == "%":
        bottom = min(bottom, 100 - extent)
    if low >= 0:
        bottom = max(bottom, 0.0)
    return Axis(bottom, bottom + extent, LEFT, RIGHT)


def _says(figure: Figure, labels: tuple[str, str]) -> str:
    parts = []
    for label, row in zip(labels, figure.values, strict=True):
        known = [value for value in row if value is not None]
        if known:
            low, high = (shown(each(known), figure.unit) for each in (min, max))
            parts.append(f"{label} {low} to {high} {figure.unit} in {len(known)} visits")
        else:
            parts.append(f"{label} nothing")
    return f"{figure.label}: {'; '.join(parts)}"
