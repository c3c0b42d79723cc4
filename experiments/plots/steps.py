"""The steps of an experiment, marked on a drawing whose horizontal axis is seconds."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.transforms import offset_copy

from experiments.plots.palette import DOING, INK
from experiments.report.page.sections.method import NOTICEABLE_S
from experiments.report.page.views.trial import Step

WORDS = {
    "inject": "fault on: {}",
    "clear": "fault off",
    "deploy": "deploy {}",
    "inorder": "deploy in order {}",
    "rollback": "take back by {}",
    "flagon": "flag back on",
    "ask": "probe: good change there?",
    "scale": "scale {}",
    "limit": "limit {}",
    "sampling": "record {} of traces",
}
LIFT = 17
"""Points from the axes to the middle of a number."""

TITLE_LIFT = 33
"""Points from the axes to a title that stands above the numbers."""

LINE_OF_WORDS = 100
"""Characters below a drawing."""

NO_BREAK = "\N{NO-BREAK SPACE}"
APART = 0.058
"""The least distance of two numbers, as a share of the axis."""


def mark_steps(axes: Sequence[Axes], steps: Sequence[Step]) -> None:
    """A band for as long as each step took, through all of `axes`, its end dotted, and its number
    above."""
    low, high = axes[0].get_xlim()
    places = _apart([step.began_s for step in steps], low, high)
    above = offset_copy(
        axes[0].get_xaxis_transform(), axes[0].get_figure(root=True), y=LIFT, units="points"
    )
    for number, (step, place) in enumerate(zip(steps, places, strict=True), 1):
        for each in axes:
            each.axvspan(step.began_s, step.done_s, color=DOING, linewidth=0, zorder=0)
            each.axvline(step.began_s, color=INK, linewidth=1.0, zorder=1.5)
            if step.done_s - step.began_s > NOTICEABLE_S:
                each.axvline(step.done_s, color=INK, linewidth=0.8, linestyle=":", zorder=1.5)
        axes[0].annotate(
            str(number), (step.began_s, 1.0), (place, 1.0), ("data", "axes fraction"), above,
            ha="center", va="center", color="white", fontsize=12, fontweight="bold",
            bbox={"boxstyle": "circle,pad=0.25", "facecolor": INK, "edgecolor": "none"},
            arrowprops={"arrowstyle": "-", "color": INK, "shrinkA": 0, "shrinkB": 0},
        )  # fmt: skip


def steps_in_words(steps: Sequence[Step]) -> str:
    """1 fault on: crash recommendations, 2 fault off; no line break within a step."""
    told = (
        f"{number}  {WORDS.get(step.kind, step.kind + ' {}').format(step.about)}"
        for number, step in enumerate(steps, 1)
    )
    return "     ".join(each.replace(" ", NO_BREAK) for each in told)


def _apart(places: Sequence[float], low: float, high: float) -> list[float]:
    """In order, no two nearer than their numbers need, and none beyond the axis."""
    least, found = APART * (high - low), list[float]()
    for place in places:
        found.append(max(place, found[-1] + least) if found else place)
    limit = high
    for index in reversed(range(len(found))):
        found[index] = min(found[index], limit)
        limit = found[index] - least
    return found
