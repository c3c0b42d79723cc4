"""The study as a page beside its data."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from experiments.depth.outcome import Outcome
from experiments.depth.words import COLUMNS, LAW, NO_CLAIM, PUBLISHED, SOURCES
from experiments.report.page.sections.scaling_depth import HEADINGS, ladder_parts
from experiments.report.page.write import FILE, TEMPLATES

TEMPLATE = "scaling_depth.html"


def write_page(outcome: Outcome, folder: Path) -> Path:
    """The page's path."""
    draft = folder / f".{FILE}.draft"
    draft.write_text(render(outcome), encoding="utf-8")
    return draft.replace(folder / FILE)


def render(outcome: Outcome) -> str:
    """The whole page."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(TEMPLATE).render(
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
