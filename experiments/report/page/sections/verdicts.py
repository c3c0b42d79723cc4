"""The claims and what this run makes of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from experiments.analysis.needed import in_words
from experiments.analysis.question import Direction
from experiments.report.page.figures.interval import bound, interval_plot, kind_of, spans_of
from experiments.report.page.figures.plain import count, effect, interval
from experiments.report.page.reading.ruled import Ruled, Told
from experiments.report.page.reading.run import Run
from experiments.transports import USUAL

GLYPHS = {"Supported": "✓", "Refuted": "✗", "Inconclusive": "?"}


@dataclass(frozen=True)
class VerdictCard:
    """`glyph` and `estimate` are empty where there is none. `others` are what somebody else says,
    by who: (who, what, "agrees", "differs" or "")."""

    claim: str
    text: str
    proxy: bool
    ruling: str
    glyph: str
    label: str
    estimate: str
    interval: str
    question: str
    plot: Markup
    others: tuple[tuple[str, str, str], ...]
    remarks: tuple[str, ...]
    experiment: str
    would_change: str


def verdict_cards(run: Run) -> tuple[VerdictCard, ...]:
    rulings = run.rulings.verdicts if run.rulings else ()
    spans = spans_of(rulings)
    return tuple(_card(each, interval_plot(each, spans[kind_of(each)])) for each in rulings)


def no_verdicts(run: Run) -> str:
    """Why there is none; empty if there is one."""
    if run.rulings is None:
        return "No verdicts were written down."
    if run.rulings.verdicts:
        return ""
    if run.plan.without:
        return "The claims are about arms with all protections; this run leaves some out."
    if (run.plan.transport, run.plan.form) != USUAL:
        return "The claims are about services that send JSON over Kafka; this run has others."
    if run.plan.arms != ("monolith", "services"):
        return "The claims hold the services against the monolith; this run compares other arms."
    return "No claim is about what was measured."


def _card(ruled: Ruled, plot: Markup) -> VerdictCard:
    return VerdictCard(
        claim=ruled.claim,
        text=ruled.text,
        proxy=ruled.proxy,
        ruling=ruled.ruling or "No verdict",
        glyph=GLYPHS.get(ruled.ruling or "", ""),
        label=ruled.label or "",
        estimate=_estimate(ruled),
        interval=interval(ruled.low, ruled.high, ruled.by_ratio, ruled.unit),
        question=_question(ruled),
        plot=plot,
        others=tuple(_others(ruled)),
        remarks=tuple(_remarks(ruled)),
        experiment=ruled.experiment,
        would_change=ruled.would_change,
    )


def _question(ruled: Ruled) -> str:
    side = "above" if ruled.question.direction is Direction.MORE else "below"
    return f"{ruled.label_of_metric}, {ruled.estimand}: claimed to lie {side} {bound(ruled)}"


def _estimate(ruled: Ruled) -> str:
    """With its unit; empty without one."""
    if ruled.estimate is None:
        return ""
    text = effect(ruled.estimate, ruled.by_ratio, ruled.unit)
    return text if ruled.by_ratio or not ruled.unit else f"{text} {ruled.unit}"


def _others(ruled: Ruled) -> Iterator[tuple[str, str, str]]:
    for who, told in (
        ("predicted", ruled.prediction),
        ("published", ruled.published),
        ("reference run", ruled.reference),
    ):
        if told is not None:
            what = ": ".join(part for part in (told.says, told.text) if part)
            yield who, what, _agrees(told, ruled)


def _agrees(told: Told, ruled: Ruled) -> str:
    if not told.says or ruled.ruling not in ("Supported", "Refuted"):
        return ""
    return "agrees" if told.says.lower() == ruled.ruling.lower() else "differs"


def _remarks(ruled: Ruled) -> Iterator[str]:
    blocks = count(ruled.blocks, "block")
    if ruled.adjusted_p is not None:
        yield f"{blocks}, p {ruled.adjusted_p:.2g} adjusted for the number of claims"
    elif ruled.p is not None:
        yield f"{blocks}, p {ruled.p:.2g} for itself alone"
    else:
        yield blocks
    yield from ruled.remarks
    if ruled.needed is not None:
        yield in_words(ruled.needed)
