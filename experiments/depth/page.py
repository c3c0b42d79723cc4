"""The study as a page beside its data."""

from pathlib import Path
from typing import Final

from experiments.depth.ladder_parts import HEADINGS, ladder_parts
from experiments.depth.outcome import Outcome
from experiments.depth.words import COLUMNS, LAW, NO_CLAIM, PUBLISHED, SOURCES
from experiments.report.page.figures.plain import count
from experiments.report.page.html import fill_in, write_html

HERE: Final = Path(__file__).parent


def write_page(outcome: Outcome, folder: Path) -> Path:
    """The page's path."""
    return write_html(render(outcome), folder)


def render(outcome: Outcome) -> str:
    """The whole page."""
    return fill_in(
        "depth.html",
        HERE,
        count=count,
        outcome=outcome,
        study=outcome.study,
        ladders=ladder_parts(outcome),
        headings=HEADINGS,
        problems=outcome.problems(),
        remarks=outcome.remarks(),
        law=LAW,
        columns=COLUMNS,
        sources=SOURCES,
        published=PUBLISHED,
        no_claim=NO_CLAIM,
    )
