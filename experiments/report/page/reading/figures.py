"""summary.json: the figures of a run, which must follow from its visits."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from experiments.analysis.question import BadQuestion, Direction, Pair, Question, Scale
from experiments.analysis.verdict import judge
from experiments.compare.plan import Block
from experiments.compare.planned import Planned
from experiments.compare.visited import Visit
from experiments.run_folder.documents import BrokenFolder, Document


@dataclass(frozen=True)
class Figure:
    """A metric over the scored blocks: both sides' values by block, and how they compare.
    `estimate`, `low`, `high` are ratios, or in the metric's unit."""

    experiment: str
    key: str
    label: str
    unit: str
    scale: Scale
    margin: float
    pairs: tuple[Pair, ...]
    medians: tuple[float | None, float | None]
    estimate: float | None
    low: float | None
    high: float | None
    half_width: float | None
    remarks: tuple[str, ...]
    order_effect: str | None

    @property
    def by_ratio(self) -> bool:
        return self.scale is Scale.RATIO

    @property
    def values(self) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
        """The baseline's by block, and the other's."""
        return tuple(each.baseline for each in self.pairs), tuple(each.other for each in self.pairs)


def figure_from(
    document: Document, plan: Planned, scored: Mapping[int, Mapping[str, Visit]]
) -> Figure:
    """Raises BrokenFolder if it does not follow from the scored visits."""
    scale = document.text("scale")
    if scale not in list(Scale):
        raise document.wrong("scale", f"one of {', '.join(Scale)}")
    experiment, key = document.text("experiment"), document.text("key")
    medians = document.numbers("medians")
    one, two = plan.labels
    figure = Figure(
        experiment=experiment,
        key=key,
        label=document.text("label"),
        unit=document.text("unit"),
        scale=Scale(scale),
        margin=document.number("margin"),
        pairs=tuple(_pairs(plan, scored, experiment, key)),
        medians=(medians.get(one), medians.get(two)),
        estimate=document.maybe_number("estimate"),
        low=document.maybe_number("low"),
        high=document.maybe_number("high"),
        half_width=document.maybe_number("half_width"),
        remarks=document.texts("remarks"),
        order_effect=document.maybe_text("order_effect"),
    )
    _require_that_it_follows(document, figure)
    return figure


def same(one: float | None, two: float | None) -> bool:
    """Equal but for the last bits, which another machine's arithmetic may round otherwise."""
    if one is None or two is None:
        return one is two
    return math.isclose(one, two, rel_tol=1e-9, abs_tol=1e-9)


def _pairs(
    plan: Planned,
    scored: Mapping[int, Mapping[str, Visit]],
    experiment: str,
    key: str,
) -> list[Pair]:
    one, two = plan.labels
    blocks: Mapping[int, Block] = {block.number: block for block in plan.blocks}
    return [
        Pair(
            block=number,
            baseline=pair[one].value(experiment, key),
            other=pair[two].value(experiment, key),
            baseline_first=blocks[number].order[0] == one,
        )
        for number, pair in scored.items()
        if experiment in blocks[number].experiments
    ]


def _require_that_it_follows(document: Document, figure: Figure) -> None:
    try:
        found = judge(Question(figure.scale, Direction.MORE, figure.margin), figure.pairs)
    except BadQuestion as error:
        raise BrokenFolder(f"{document.place}: {error}") from None
    for said, follows in (
        *zip(_listed(document, figure), (*figure.values[0], *figure.values[1]), strict=True),
        *zip(figure.medians, map(_median, figure.values), strict=True),
        (figure.estimate, found.estimate),
        (figure.low, found.low),
        (figure.high, found.high),
        (figure.half_width, found.half_width),
    ):
        if not same(said, follows):
            raise _edited(document, figure)


def _listed(document: Document, figure: Figure) -> list[float | None]:
    """The values that the summary itself lists, the baseline's first."""
    lists = document.part("visits").body.values()
    listed = [value for values in lists if isinstance(values, list) for value in values]
    numbers = all(value is None or isinstance(value, int | float) for value in listed)
    if not numbers or len(listed) != 2 * len(figure.pairs):
        raise _edited(document, figure)
    return listed


def _edited(document: Document, figure: Figure) -> BrokenFolder:
    return BrokenFolder(
        f"{document.place.partition(':')[0]}: the figures of {figure.key} of"
        f" {figure.experiment} do not follow from the visits: the folder was edited"
    )


def _median(values: tuple[float | None, ...]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None
