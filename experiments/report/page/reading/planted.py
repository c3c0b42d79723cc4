"""What a full run says of the slowdown that was planted after its blocks, which must follow from
the run's folder below it."""

from collections.abc import Sequence

from experiments.analysis.question import Direction, Question
from experiments.compare.planting import COST, CPU
from experiments.compare.slowdown import Slowdown, seek
from experiments.report.page.reading.figures import same
from experiments.report.page.reading.ruled import Ruled
from experiments.report.page.reading.summary import Summary
from experiments.run_folder.documents import BrokenFolder, Document
from experiments.run_folder.folder import PLANTED


def slowdown_from(document: Document) -> Slowdown:
    return Slowdown(
        arm=document.text("arm"),
        blocks=document.whole("blocks"),
        estimate=document.maybe_number("estimate"),
        low=document.maybe_number("low"),
        high=document.maybe_number("high"),
        missed=document.maybe_text("missed"),
        violations=document.texts("violations"),
    )


def require_sought(
    summary: Summary, told: Slowdown | None, below: Summary | None, ruled: Sequence[Ruled]
) -> None:
    """BrokenFolder unless `told` follows from the run below, and a run that missed its slowdown
    rules nothing. No run below (a summary kept alone): there is nothing to follow from."""
    if below is not None and below.complete and summary.complete:
        found = _sought(below)
        if told is None or not _agree(told, found):
            raise BrokenFolder("summary.json: its planted slowdown does not follow from planted/")
    if told is not None and told.missed and any(each.rules for each in ruled):
        raise BrokenFolder("verdicts.json rules, though the planted slowdown was missed")


def _agree(told: Slowdown, found: Slowdown) -> bool:
    numbers = ("estimate", "low", "high", "blocks")
    return (told.missed is None) == (found.missed is None) and all(
        same(getattr(told, name), getattr(found, name)) for name in numbers
    )


def _sought(below: Summary) -> Slowdown:
    for figure in below.figures:
        if (figure.experiment, figure.key) == (COST.name, CPU):
            question = Question(figure.scale, Direction.MORE, figure.margin)
            return seek("", question, () if below.noisy else figure.pairs)
    raise BrokenFolder(f"{PLANTED}/summary.json does not hold the CPU per operation")
