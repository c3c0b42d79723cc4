"""Every visit of a metric, the two of a block joined; beside it, what the blocks make of it.

An estimation plot after Gardner and Altman (BMJ 1986): the data on the left, the effect with its
interval on the right, against the margin that was frozen before the run.
"""

import textwrap
from collections.abc import Sequence

from matplotlib.axes import Axes

from experiments.analysis.question import Direction, NoValue, Question
from experiments.plots.opened import Opened
from experiments.plots.palette import INK, LOOKS, RULE, SOFT, ZONE
from experiments.plots.picture import Picture, sheet
from experiments.plots.scales import effect_axis, measure_axis
from experiments.plots.text import Text
from experiments.plots.units import number_with_unit, shown_effect, shown_span, spelt
from experiments.report.page.reading.figures import Figure

WIDTH, ROW, MARGINS = 12.0, 1.75, 0.7
KEY = (
    "Left: each visit, the two of a block joined. Right: each block, and over all of them estimate"
    " and 95% interval;\ngrey: the margin, within which a difference is not worth talking about."
)
LEVELS = (1.0, 0.0)
"""Where the baseline's visits lie, and the other side's."""


def pairs(opened: Opened, *keys: str) -> Picture | Text:
    """The metrics of these keys, a row each. Raises NothingToShow for a key there is not."""
    figures = [figure for figure in map(opened.figure, keys) if _known(figure)]
    if not figures:
        return Text("No visit gave a value.")
    with sheet(WIDTH, ROW * len(figures) + MARGINS) as drawing:
        grid = drawing.subplots(len(figures), 2, squeeze=False, width_ratios=(3, 2))
        for figure, (left, right) in zip(figures, grid, strict=True):
            _visits(left, figure, opened.labels)
            _effect(right, figure, opened.labels)
        drawing.supxlabel(KEY, fontsize=12.5, color=SOFT)
        return Picture(drawing, "\n".join(_says(figure, opened.labels) for figure in figures))


def _visits(axes: Axes, figure: Figure, labels: tuple[str, str]) -> None:
    measure_axis(axes, _known(figure), figure.by_ratio, figure.unit)
    for pair in figure.pairs:
        if pair.baseline is not None and pair.other is not None:
            axes.plot((pair.baseline, pair.other), LEVELS, color=RULE, linewidth=1.5, zorder=1)
    for row, level, look in zip(figure.values, LEVELS, LOOKS, strict=True):
        known = [value for value in row if value is not None]
        if not known:  # an empty line has no place, and the layout would look for one
            continue
        axes.plot(
            known, [level] * len(known), look.marker,
            color=look.colour, markersize=look.size, markeredgecolor="white", clip_on=False,
        )  # fmt: skip
    axes.set_yticks(
        LEVELS,
        [
            f"{label}  {number_with_unit(middle, figure.unit)}"
            for label, middle in zip(labels, figure.medians, strict=True)
        ],
    )
    for text, look in zip(axes.get_yticklabels(), LOOKS, strict=True):
        text.set_color(look.colour)
    _tidy(axes)
    axes.set_title(f"{figure.label}, {spelt(figure.unit)}" if figure.unit else figure.label)


def _effect(axes: Axes, figure: Figure, labels: tuple[str, str]) -> None:
    _tidy(axes)
    axes.set_yticks([])
    axes.set_title(_effect_title(figure, labels))
    question = Question(figure.scale, Direction.MORE, figure.margin)
    values = _block_effects(figure, question)
    if figure.estimate is None or not values:
        _explain(axes, figure)
        return
    bounds = question.shown(-question.bound), question.shown(question.bound)
    ends = [each for each in (figure.low, figure.high) if each is not None]
    effect_axis(axes, [*values, *bounds, *ends], figure.by_ratio)
    axes.axvspan(*bounds, color=ZONE, alpha=0.7, linewidth=0)
    axes.axvline(question.shown(0), color=SOFT, linestyle=(0, (3, 3)), linewidth=1.2)
    axes.plot(values, [0.15] * len(values), "o", color=SOFT, markersize=4.5, alpha=0.8)
    if len(ends) == len(bounds):
        axes.plot(ends, (0.75, 0.75), "|-", color=INK, linewidth=2.5, markersize=12)
    axes.plot([figure.estimate], [0.75], "s", color=INK, markersize=9)


def _explain(axes: Axes, figure: Figure) -> None:
    """Why there is no estimate."""
    why = textwrap.fill("; ".join(figure.remarks), 42)
    axes.text(0, 0.5, why, transform=axes.transAxes, va="center", color=SOFT, fontsize=12.5)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)


def _tidy(axes: Axes) -> None:
    axes.set_ylim(-0.45, 1.45)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _effect_title(figure: Figure, labels: tuple[str, str]) -> str:
    sign = "/" if figure.by_ratio else "\N{MINUS SIGN}"
    span = shown_span(figure)
    found = f"{labels[1]} {sign} {labels[0]}: {shown_effect(figure)}"
    return found + (f"\n95%: {span}" if span else "")


def _known(figure: Figure) -> list[float]:
    return [value for row in figure.values for value in row if value is not None]


def _block_effects(figure: Figure, question: Question) -> Sequence[float]:
    """A number a block; none where there can be no ratio."""
    try:
        found = [question.value(pair) for pair in figure.pairs]
    except NoValue:
        return []
    return [question.shown(value) for value in found if value is not None]


def _says(figure: Figure, labels: tuple[str, str]) -> str:
    medians = (number_with_unit(each, figure.unit) for each in figure.medians)
    sides = ", ".join(f"{label} {each}" for label, each in zip(labels, medians, strict=True))
    how = "ratio" if figure.by_ratio else "difference"
    span = shown_span(figure)
    found = f"{how} {shown_effect(figure)}, {f'95% {span}' if span else 'no interval'}"
    return f"{figure.label}: median {sides}; {found}"
