"""Each claim's interval against its margin: tinted is the side that the claim speaks of, grey the
zone in which a difference is not worth talking about."""

import textwrap
from collections.abc import Sequence

from matplotlib.axes import Axes

from experiments.analysis.question import Direction, NoValue
from experiments.plots.claims import no_claims
from experiments.plots.opened import Opened
from experiments.plots.palette import CLAIMED, INK, RULING_COLOURS, SOFT, ZONE
from experiments.plots.picture import Picture, sheet
from experiments.plots.scales import effect_axis
from experiments.plots.text import Text
from experiments.plots.units import shown_effect, shown_margin, shown_span
from experiments.report.page.reading.ruled import Ruled
from experiments.report.page.sections.verdicts import GLYPHS

WIDTH, ROW, MARGINS = 12.0, 2.0, 0.7
LINE = 94
"""Characters of a claim's text in a line."""

KEY = (
    "Square and bar: estimate and 95% interval over all blocks. Dots: the blocks."
    " Grey: the margin. Tinted: as claimed."
)


def intervals(opened: Opened) -> Picture | Text:
    """A row a claim."""
    rulings = opened.rulings
    if not rulings:
        return no_claims(opened)
    with sheet(WIDTH, ROW * len(rulings) + MARGINS) as drawing:
        grid = drawing.subplots(len(rulings), 1, squeeze=False)
        for ruled, (axes,) in zip(rulings, grid, strict=True):
            _row(axes, ruled)
        drawing.supxlabel(KEY, fontsize=12.5, color=SOFT)
        return Picture(drawing, "\n".join(map(_says, rulings)))


def _row(axes: Axes, ruled: Ruled) -> None:
    question = ruled.question
    near, far = question.shown(-question.bound), question.shown(question.bound)
    values = _blocks(ruled)
    ends = [each for each in (ruled.low, ruled.high) if each is not None]
    effect_axis(axes, [near, far, *values, *ends], ruled.by_ratio)
    low, high = axes.get_xlim()
    claimed = (far, high) if question.direction is Direction.MORE else (low, near)
    axes.axvspan(*claimed, color=CLAIMED, linewidth=0)
    axes.axvspan(near, far, color=ZONE, alpha=0.7, linewidth=0)
    axes.axvline(question.shown(0), color=SOFT, linestyle=(0, (3, 3)), linewidth=1.2)
    axes.plot(values, [0.2] * len(values), "o", color=SOFT, markersize=5, alpha=0.8)
    if len(ends) > 1:
        axes.plot(ends, (0.65, 0.65), "|-", color=INK, linewidth=2.5, markersize=14)
    if ruled.estimate is not None:
        axes.plot([ruled.estimate], [0.65], "s", color=INK, markersize=10)
    axes.set_ylim(0, 1)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_title(textwrap.fill(f"{ruled.claim}  {ruled.text}", LINE))
    _outcome(axes, ruled)


def _outcome(axes: Axes, ruled: Ruled) -> None:
    """The ruling and the numbers, to the right of the axis."""
    ruling = ruled.ruling or "no verdict"
    told = f"{GLYPHS.get(ruling, '')} {ruling}".strip()
    axes.annotate(
        f"{told},\n{ruled.label}" if ruled.label else told, (1.02, 1.0),
        xycoords="axes fraction", va="top", fontsize=15, fontweight="bold",
        color=RULING_COLOURS.get(ruling, SOFT),
    )  # fmt: skip
    numbers = (f"{ruled.estimand}:", shown_effect(ruled), shown_span(ruled))
    axes.annotate(
        "\n".join(part for part in numbers if part), (1.02, 0.0),
        xycoords="axes fraction", va="bottom", fontsize=12.5,
    )  # fmt: skip


def _blocks(ruled: Ruled) -> Sequence[float]:
    """A number a block; none where there can be no ratio."""
    try:
        found = [ruled.question.value(pair) for pair in ruled.pairs]
    except NoValue:
        return []
    return [ruled.question.shown(value) for value in found if value is not None]


def _says(ruled: Ruled) -> str:
    span = shown_span(ruled)
    return (
        f"{ruled.claim}: {ruled.text} {ruled.estimand} {shown_effect(ruled)},"
        f" {f'95% {span}' if span else 'no interval'}; claimed is {ruled.question.direction}"
        f" than {shown_margin(ruled)}: {ruled.ruling or 'no verdict'}"
    )
