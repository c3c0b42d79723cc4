"""Effects and their units as a lecture says them: 2.1x, or 3.4 points."""

from experiments.report.page.figures.plain import effect, interval, shown
from experiments.report.page.reading.figures import Figure
from experiments.report.page.reading.ruled import Ruled

POINTS = {"%": "points", "pt": "points"}
"""A difference of two shares."""


def number_with_unit(value: float | None, unit: str) -> str:
    """What has no unit is counted, so a whole number stays one. Hundredths of a second do."""
    if value is not None and not unit and value == int(value):
        return f"{value:,.0f}"
    text = f"{value:.2f}" if value and unit == "s" and value < 1 else shown(value, unit)
    return f"{text} {spelt(unit)}".rstrip()


def spelt(unit: str) -> str:
    return "points" if unit == "pt" else unit


def shown_effect(found: Figure | Ruled) -> str:
    """The estimate."""
    if found.estimate is None:
        return "no ratio" if found.by_ratio else "no difference"
    return _with_unit(effect(found.estimate, found.by_ratio, found.unit), found)


def shown_span(found: Figure | Ruled) -> str:
    """The 95% interval; empty where there is none."""
    span = interval(found.low, found.high, found.by_ratio, found.unit)
    return _with_unit(span, found) if span else ""


def shown_margin(ruled: Ruled) -> str:
    """What the claim's number is held against, on the claim's side of no effect."""
    question = ruled.question
    bound = question.shown(question.claimed)
    return f"{bound:.3g}x" if ruled.by_ratio else _with_unit(f"{bound:+g}", ruled)


def _with_unit(text: str, found: Figure | Ruled) -> str:
    unit = "" if found.by_ratio else POINTS.get(found.unit, found.unit)
    return f"{text} {unit}".rstrip()
