"""How much each metric scattered, and whether it mattered which arm came first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean, median, stdev

from experiments.analysis.gates import OrderEffect, order_effect
from experiments.analysis.question import Direction, Question
from experiments.report.page.figures.plain import count, shown
from experiments.report.page.reading.figures import Figure

MOST = 5
"""Metrics that a sentence names; the table has all of them."""

UNSEEN = "too few blocks to see one"


@dataclass(frozen=True)
class Noise:
    """`scatter` of either side's visits: their standard deviation, of their mean."""

    metric: str
    scatter: tuple[str, str]
    half_width: str
    order_effect: str


def noise(figures: Sequence[Figure]) -> tuple[Noise, ...]:
    return tuple(_noise(figure) for figure in figures if figure.pairs)


def noise_in_words(figures: Sequence[Figure]) -> Iterator[str]:
    yield _order(figures)
    widths = [each.half_width for each in figures if each.by_ratio and each.half_width is not None]
    if widths:
        yield (
            f"Half-widths of the intervals of ratios: median {median(widths):.0%}, from"
            f" {min(widths):.0%} to {max(widths):.0%}."
        )


def _order(figures: Sequence[Figure]) -> str:
    known = [figure for figure in figures if _effect(figure).low is not None]
    if not known:
        return f"Order effect: {UNSEEN}."
    effects = [figure for figure in known if _effect(figure).problem]
    names = ", ".join(f"{figure.label} ({figure.experiment})" for figure in effects[:MOST])
    names += f" and {len(effects) - MOST} more" if len(effects) > MOST else ""
    return (
        f"Order effect: it mattered which arm came first in {len(effects)} of"
        f" {count(len(known), 'metric')}" + (f": {names}." if names else ".")
    )


def _noise(figure: Figure) -> Noise:
    one, two = (_scatter(row) for row in figure.values)
    width = figure.half_width
    text = "" if width is None else f"{width:.1%}" if figure.by_ratio else shown(width, figure.unit)
    unit = "" if figure.by_ratio or width is None else f" {figure.unit}"
    name = f"{figure.experiment}: {figure.label}"
    effect = _effect(figure)
    order = UNSEEN if effect.low is None else effect.problem or "none seen"
    return Noise(name, (one, two), f"{text}{unit}", order)


def _effect(figure: Figure) -> OrderEffect:
    return order_effect(Question(figure.scale, Direction.MORE, figure.margin), figure.pairs)


def _scatter(values: Sequence[float | None]) -> str:
    known = [value for value in values if value is not None]
    if len(known) < 2 or fmean(known) == 0:
        return "-"
    return f"{stdev(known) / abs(fmean(known)):.1%}"
