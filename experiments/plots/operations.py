"""The blast radius: each operation a row, each second a cell, dark where operations were not good.
A cell holds the operations of its kind that all blocks together offered in that second."""

import textwrap
from collections.abc import Sequence

from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.image import AxesImage

from experiments.plots.opened import Opened
from experiments.plots.palette import LOST, RULE
from experiments.plots.picture import Picture, sheet
from experiments.plots.steps import LINE_OF_WORDS, TITLE_LIFT, mark_steps, steps_in_words
from experiments.plots.text import Text, not_kept
from experiments.report.page.sections.method import middle_steps
from experiments.report.page.views.trial import LoadView

WIDTH, ROW, MARGINS = 12.0, 0.55, 2.6
Share = float


def operations(opened: Opened, load: str = "") -> Picture | Text:
    """Of one load, by default the first. Raises NothingToShow if there is none of this name."""
    if not opened.loads:
        return not_kept(opened.run.name)
    sides = opened.views(load)
    first = next(views[0] for views in sides.values() if views)
    names = [each.name for each in first.operations]
    with sheet(WIDTH, ROW * len(names) + MARGINS) as drawing:
        grid = drawing.subplots(1, len(sides), sharey=True)
        for (label, views), axes in zip(sides.items(), grid, strict=True):
            image = _map(axes, views, names)
            mark_steps((axes,), middle_steps(views))
            axes.set_title(label, pad=TITLE_LIFT if first.steps else 8)
        bar = drawing.colorbar(image, ax=list(grid), pad=0.015, aspect=14)
        bar.set_label("good, % of all blocks")
        bar.outline.set_visible(False)
        drawing.supxlabel(_footer(first), fontsize=13)
        told = (_says(label, views, names) for label, views in sides.items())
        return Picture(drawing, "\n".join(told))


def shares(views: Sequence[LoadView], name: str) -> list[Share]:
    """Good share in percent of one operation, by second; not a number where nobody asked."""
    found = [each for view in views for each in view.operations if each.name == name]
    counts = map(sum, zip(*(each.counts for each in found), strict=True))
    good = map(sum, zip(*(each.good for each in found), strict=True))
    return [
        100 * well / asked if asked else float("nan")
        for asked, well in zip(counts, good, strict=True)
    ]


def _footer(view: LoadView) -> str:
    steps = textwrap.wrap(steps_in_words(view.steps), LINE_OF_WORDS)
    return "\n".join([*steps, "grey: nobody asked in that second"])


def _map(axes: Axes, views: Sequence[LoadView], names: Sequence[str]) -> AxesImage:
    seconds = views[0].curves[0].seconds
    rows = [shares(views, name) for name in names]
    image = axes.imshow(
        rows, cmap=colormaps[LOST].with_extremes(bad=RULE), vmin=0, vmax=100, aspect="auto",
        interpolation="nearest", zorder=1,
        extent=(seconds[0], seconds[-1] + 1, len(names) - 0.5, -0.5),
    )  # fmt: skip
    axes.set_yticks(range(len(names)), list(names))
    axes.set_yticks([place + 0.5 for place in range(len(names) - 1)], minor=True)
    axes.grid(which="minor", axis="y", color="white", linewidth=3)
    axes.set_axisbelow(False)
    axes.tick_params(axis="y", which="both", length=0)
    axes.set_xlabel("seconds of the scored window")
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    return image


def _says(label: str, views: Sequence[LoadView], names: Sequence[str]) -> str:
    """The worst second of each."""
    worst = {
        name: min((one for one in shares(views, name) if one == one), default=100.0)
        for name in names
    }
    told = ", ".join(f"{name} {share:.0f}%" for name, share in worst.items())
    return f"{label}, good share in the worst second: {told}"
