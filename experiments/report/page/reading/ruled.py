"""verdicts.json: what the run ruled on each claim, which must follow from its figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from experiments.analysis.claim import ESTIMANDS
from experiments.analysis.gates import ORDER_UNSEEN
from experiments.analysis.holm import ALPHA, holm
from experiments.analysis.question import BadQuestion, Direction, Pair, Question, Scale
from experiments.analysis.verdict import Ruling, Verdict, judge
from experiments.report.page.reading.figures import Figure, same
from experiments.run_folder.documents import BrokenFolder, Document

LABELS_BEFORE = {"at most negligible": "at most small"}
"""What earlier versions called a label."""


@dataclass(frozen=True)
class Told:
    """What somebody else says of a claim: a prediction, a publication, the reference run."""

    says: str
    text: str


@dataclass(frozen=True)
class Ruled:
    """A claim and the run's verdict on it. `estimate` and interval are ratios, or in `unit`."""

    claim: str
    text: str
    experiment: str
    metric: str
    label_of_metric: str
    estimand: str
    question: Question
    unit: str
    proxy: bool
    pairs: tuple[Pair, ...]
    ruling: str | None
    label: str | None
    estimate: float | None
    low: float | None
    high: float | None
    half_width: float | None
    p: float | None
    adjusted_p: float | None
    blocks: int
    needed: int | None
    remarks: tuple[str, ...]
    prediction: Told | None
    published: Told | None
    reference: Told | None
    would_change: str

    @property
    def by_ratio(self) -> bool:
        return self.question.scale is Scale.RATIO

    @property
    def rules(self) -> bool:
        return self.ruling in (Ruling.SUPPORTED, Ruling.REFUTED)


def rulings_from(document: Document, figures: Sequence[Figure]) -> tuple[Ruled, ...]:
    """All verdicts. Raises BrokenFolder if one does not follow from the figures."""
    by_name = {(figure.experiment, figure.key): figure for figure in figures}
    ruled = tuple(_ruled(each, by_name) for each in document.parts("verdicts"))
    if document.flag("adjusted"):
        _require_adjusted(document, ruled)
    return ruled


def _ruled(document: Document, figures: dict[tuple[str, str], Figure]) -> Ruled:
    experiment, metric = document.text("experiment"), document.text("metric")
    figure = figures.get((experiment, metric))
    if figure is None:
        raise BrokenFolder(f"{document.place}: there are no figures of {metric} of {experiment}")
    needed = document.maybe_number("needed")
    ruled = Ruled(
        claim=document.text("claim"),
        text=document.text("text"),
        experiment=experiment,
        metric=metric,
        label_of_metric=figure.label,
        estimand=document.text("estimand"),
        question=_question(document),
        unit=document.text("unit"),
        proxy=bool(document.body.get("proxy")),
        pairs=figure.pairs,
        ruling=document.maybe_text("ruling"),
        label=_label(document),
        estimate=document.maybe_number("estimate"),
        low=document.maybe_number("low"),
        high=document.maybe_number("high"),
        half_width=document.maybe_number("half_width"),
        p=document.maybe_number("p"),
        adjusted_p=document.maybe_number("adjusted_p"),
        blocks=document.whole("blocks"),
        needed=None if needed is None else int(needed),
        remarks=document.texts("remarks"),
        prediction=_told(document, "prediction"),
        published=_told(document, "published"),
        reference=_told(document, "reference"),
        would_change=document.text("would_change"),
    )
    if not _follows(ruled, judge(ruled.question, ruled.pairs)):
        raise BrokenFolder(
            f"verdicts.json: the verdict on {ruled.claim} does not follow from the visits:"
            " the folder was edited"
        )
    return ruled


def _label(document: Document) -> str | None:
    label = document.maybe_text("label")
    return LABELS_BEFORE.get(label, label) if label else label


def _question(document: Document) -> Question:
    scale = ESTIMANDS.get(document.text("estimand"))
    if scale is None or document.text("direction") not in list(Direction):
        raise BrokenFolder(f"{document.place}: no such estimand or direction")
    try:
        return Question(scale, Direction(document.text("direction")), document.number("margin"))
    except BadQuestion as error:
        raise BrokenFolder(f"{document.place}: {error}") from None


def _follows(ruled: Ruled, found: Verdict) -> bool:
    """A gate may have made a ruling Inconclusive, and must have said why."""
    numbers = ("estimate", "low", "high", "half_width", "p")
    if not all(same(getattr(ruled, name), getattr(found, name)) for name in numbers):
        return False
    if ruled.ruling == found.ruling and ruled.label == found.label:
        return ruled.blocks == found.blocks
    was_withheld = ruled.ruling == Ruling.INCONCLUSIVE and found.ruling is not None
    reasons = [remark for remark in ruled.remarks if remark != ORDER_UNSEEN]
    return was_withheld and len(reasons) > len(found.remarks)


def _require_adjusted(document: Document, ruled: Sequence[Ruled]) -> None:
    ps = holm({each.claim: 1.0 if each.p is None else each.p for each in ruled})
    for each in ruled:
        follows = each.p is None or same(each.adjusted_p, ps[each.claim])
        if not follows or (each.rules and ps[each.claim] > ALPHA):
            raise BrokenFolder(f"{document.place}: the adjustment of {each.claim} does not follow")


def _told(document: Document, key: str) -> Told | None:
    """A ruling, a text, or both; None for nothing."""
    told = document.body.get(key)
    if told is None:
        return None
    if isinstance(told, str):
        return Told("", told)
    part = document.part(key)
    says = part.maybe_text("says") or part.maybe_text("ruling") or ""
    words = [part.maybe_text("text"), part.maybe_text("source")]
    return Told(says, ", ".join(word for word in words if word))
