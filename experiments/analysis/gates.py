"""Reasons not to believe an interval: each gate gives a sentence, or None. Pure.

A sentence makes the verdicts it touches Inconclusive (`Verdict.withheld`).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from experiments.analysis.grid import Interval
from experiments.analysis.question import NoValue, Pair, Question, Scale
from experiments.analysis.rank_sum import shift_interval
from experiments.analysis.verdict import Ruling, judge


@dataclass(frozen=True)
class OrderEffect:
    """How much higher the blocks lie that began with the baseline (a ratio, or in the metric's
    unit). `low` and `high` are None where too few blocks began with either arm for an interval:
    95% needs 4 of each. `problem` is the sentence of the gate."""

    low: float | None = None
    high: float | None = None
    problem: str | None = None


def order_effect(question: Question, pairs: Sequence[Pair]) -> OrderEffect:
    """Whether it mattered which arm came first: the exact interval of the shift between both kinds
    of block must contain no effect, or lie within the margin."""
    try:
        values = [(pair.baseline_first, question.value(pair)) for pair in pairs]
    except NoValue:
        return OrderEffect()
    first = [value for is_first, value in values if is_first and value is not None]
    second = [value for is_first, value in values if not is_first and value is not None]
    if first or second:
        if not first or not second:
            return OrderEffect(problem="order effect: every block began with the same arm")
        span = shift_interval(first, second)
        if span is not None:
            return _held_against(question, span)
    return OrderEffect()


def _held_against(question: Question, span: Interval) -> OrderEffect:
    low, high = question.shown(span.low), question.shown(span.high)
    if span.contains(0) or span.within(question.bound):
        return OrderEffect(low, high)
    unit = "x" if question.scale is Scale.RATIO else ""
    return OrderEffect(low, high, f"order effect: {low:.3g}{unit} to {high:.3g}{unit}")


def uneven_reruns(
    question: Question, baseline: str, other: str, reruns: Mapping[str, int]
) -> str | None:
    """Blocks visited again because an arm's visit was disturbed, counted by that arm. Whoever has
    its bad visits thrown away more often looks better than it is. A claim about the baseline alone
    is touched only if the baseline has more."""
    ours, theirs = reruns.get(baseline, 0), reruns.get(other, 0)
    if ours > theirs or (theirs > ours and question.scale is not Scale.BASELINE):
        return f"reruns: {ours} for the {baseline}, {theirs} for the {other}"
    return None


def missed_slowdown(
    question: Question,
    pairs: Sequence[Pair],
    planted: float,
    tolerance: tuple[float, float] = (0, math.inf),
) -> str | None:
    """Work was planted that makes the other visits `planted` times dearer; a run that misses it
    can be believed in nothing.

    Found: "more" is Supported or, with too few blocks for an interval, every single block lies
    beyond the margin; and the estimate lies within `tolerance`, both factors.
    """
    found = judge(question, pairs)
    seen = found.ruling is Ruling.SUPPORTED
    if found.ruling is None and found.blocks:
        values = (question.value(pair) for pair in pairs)
        seen = all(value > question.claimed for value in values if value is not None)
    if not seen or found.estimate is None:
        return f"a planted slowdown of {planted:g}x was not found"
    if not tolerance[0] <= found.estimate <= tolerance[1]:
        return f"a planted slowdown of {planted:g}x was measured as {found.estimate:.3g}x"
    return None
