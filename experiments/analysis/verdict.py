"""The rule that turns a metric's blocks into a verdict. Pure.

Supported: the whole interval lies beyond the margin in the claimed direction. Refuted: the whole
interval lies short of it. Everything else is Inconclusive. An interval that only touches the margin
does neither.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from experiments.analysis.grid import Interval
from experiments.analysis.needed import blocks_to_decide
from experiments.analysis.question import Direction, NoValue, Pair, Question, Scale
from experiments.analysis.signed_rank import FEWEST, hodges_lehmann, interval, p_values

NO_INTERVAL = f"fewer than {FEWEST} blocks: no interval"
COULD_CHANGE_IT = "which could change the verdict"
FAR = 1e6
"""Farther than any value: of a logarithm, or in points."""


class Ruling(StrEnum):
    SUPPORTED = "Supported"
    REFUTED = "Refuted"
    INCONCLUSIVE = "Inconclusive"


class Label(StrEnum):
    """In which way a claim is refuted."""

    NEGLIGIBLE = "negligible"
    OPPOSITE = "opposite"
    AT_MOST_SMALL = "at most small"


@dataclass(frozen=True)
class Verdict:
    """What the blocks say. Without an interval there is no ruling, and `remarks` say why.

    `estimate`, `low` and `high` are ratios, or in the metric's unit. `half_width` is half the
    interval: for ratios on the logarithm, as a share (0.08 is 8%). `p` is twice the smaller
    one-sided p against the margin; `adjusted_p` is there once Holm has looked at the whole run.
    `needed` is the number of blocks that would probably decide an inconclusive one.
    """

    question: Question
    blocks: int = 0
    missing: tuple[int, ...] = ()
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    half_width: float | None = None
    p: float | None = None
    adjusted_p: float | None = None
    ruling: Ruling | None = None
    label: Label | None = None
    needed: int | None = None
    remarks: tuple[str, ...] = ()

    @property
    def adjusted(self) -> bool:
        return self.adjusted_p is not None

    def withheld(self, *reasons: str) -> "Verdict":
        """Inconclusive for these reasons, if there was a ruling and there are reasons."""
        if self.ruling is None or not reasons:
            return self
        return replace(
            self,
            ruling=Ruling.INCONCLUSIVE,
            label=None,
            needed=None,
            remarks=(*self.remarks, *reasons),
        )


def judge(question: Question, pairs: Sequence[Pair]) -> Verdict:
    """The verdict of these blocks alone: gates and Holm come after. A block that lacks a value is
    named, and the ruling must be the same wherever its value would have lain: what an arm fails to
    give is not missing by chance. Values that no ratio can be made of leave no ruling at all."""
    try:
        found = [(pair.block, question.value(pair)) for pair in pairs]
    except NoValue as error:
        return Verdict(question, remarks=(str(error),))
    values = [value for _, value in found if value is not None]
    missing = tuple(block for block, value in found if value is None)
    remarks = _absent(missing)
    if not values:
        return Verdict(question, missing=missing, remarks=(*remarks, NO_INTERVAL))
    estimate = hodges_lehmann(values)
    verdict = Verdict(question, len(values), missing, question.shown(estimate), remarks=remarks)
    span = interval(values)
    if span is None:
        return replace(verdict, remarks=(*remarks, NO_INTERVAL))
    ruling, label = rule(question, span)
    if missing and not _stands(question, ruling, values, len(missing)):
        ruling, label, remarks = Ruling.INCONCLUSIVE, None, (f"{remarks[0]}, {COULD_CHANGE_IT}",)
    return replace(
        verdict,
        low=question.shown(span.low),
        high=question.shown(span.high),
        half_width=_half_width(question, span),
        p=p_values(values, question.claimed).two_sided,
        ruling=ruling,
        label=label,
        remarks=remarks,
        needed=blocks_to_decide(len(values), estimate, span, question.claimed)
        if ruling is Ruling.INCONCLUSIVE
        else None,
    )


def _stands(question: Question, ruling: Ruling, values: list[float], missing: int) -> bool:
    """Whether the ruling is the same with all missing values as low, and as high, as can be."""
    for far in (-FAR, FAR):
        span = interval([*values, *[far] * missing])
        if span is None or rule(question, span)[0] is not ruling:
            return False
    return True


def rule(question: Question, span: Interval) -> tuple[Ruling, Label | None]:
    """The interval, on the scale of `question.value`, held against both margins."""
    if question.direction is Direction.LESS:
        span = Interval(-span.high, -span.low)
    bound = question.bound
    if span.low > bound:
        return Ruling.SUPPORTED, None
    if span.high >= bound:
        return Ruling.INCONCLUSIVE, None
    if span.high < -bound:
        return Ruling.REFUTED, Label.OPPOSITE
    within = span.within(bound)
    return Ruling.REFUTED, Label.NEGLIGIBLE if within else Label.AT_MOST_SMALL


def _half_width(question: Question, span: Interval) -> float:
    shown = question.shown(span.half_width)
    return shown - 1 if question.scale is Scale.RATIO else shown


def _absent(missing: tuple[int, ...]) -> tuple[str, ...]:
    if not missing:
        return ()
    blocks = "block" if len(missing) == 1 else "blocks"
    return (f"{blocks} {', '.join(map(str, missing))} gave no value",)
