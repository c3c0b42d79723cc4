"""Reasons not to believe an interval: each gate gives a sentence, or None. Pure.

A sentence makes the verdicts it touches Inconclusive (`Verdict.withheld`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from experiments.analysis.grid import Interval
from experiments.analysis.question import NoValue, Pair, Question, Scale
from experiments.analysis.rank_sum import shift_interval
from experiments.analysis.verdict import Ruling, judge

ORDER_UNSEEN = "whether it mattered which arm came first cannot be seen in so few blocks"
"""A remark, no reason: the blocks of 6 or 7 are too few for that interval."""


@dataclass(frozen=True)
class OrderEffect:
    """How much higher the blocks lie that began with the baseline (a ratio, or in the metric's
    unit). `low` and `high` are None where too few blocks began with either arm for an interval:
    95% needs 4 of each. `problem` is the sentence of the gate."""

    low: float | None = None
    high: float | None = None
    problem: str | None = None

    @property
    def unseen(self) -> bool:
        """Nobody can tell: neither an interval, nor a reason without one."""
        return self.low is None and self.problem is None


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
    question: Question,
    kept: Sequence[Pair],
    first: Sequence[Pair],
    arms: tuple[str, str],
    reruns: Mapping[str, int],
) -> str | None:
    """Blocks visited again because an arm's visit was disturbed, counted by that arm. Whoever has
    its bad visits thrown away more often may look better than it is: then the ruling must be the
    same on the blocks as they were `first` visited, disturbed or not. A claim about the baseline
    alone, `arms[0]`, is touched only if the baseline has more."""
    ours, theirs = (reruns.get(arm, 0) for arm in arms)
    uneven = ours > theirs or (theirs > ours and question.scale is not Scale.BASELINE)
    if not uneven or judge(question, kept).ruling is judge(question, first).ruling:
        return None
    return (
        f"reruns: {ours} for the {arms[0]}, {theirs} for the {arms[1]},"
        " and with the visits thrown away the verdict is another"
    )


def missed_slowdown(
    question: Question,
    pairs: Sequence[Pair],
    planted: float,
    tolerance: tuple[float, float],
) -> str | None:
    """Work was planted that makes the other visits `planted` times dearer; a run that misses it
    can be believed in nothing.

    Found: "more" is Supported, and the estimate lies within `tolerance`, both factors.
    """
    found = judge(question, pairs)
    what = f"a planted slowdown of {planted:g}x"
    if found.estimate is None or found.ruling is None:
        return f"{what} could not be looked for in {found.blocks} blocks"
    if found.ruling is not Ruling.SUPPORTED:
        return f"{what} was not found: {found.low:.3g}x to {found.high:.3g}x"
    if not tolerance[0] <= found.estimate <= tolerance[1]:
        return f"{what} was measured as {found.estimate:.3g}x"
    return None
