"""The study as a page beside its data: it holds the lines themselves, and links to them."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from experiments.distributed.outcome import Outcome
from experiments.distributed.passages import ROOT, Lines
from experiments.distributed.sides import Visit
from experiments.distributed.table import NAIVE, NO_CLAIM, NOT_LOOKED_AT, in_all
from experiments.report.page.html import fill_in, write_html

HERE: Final = Path(__file__).parent


def write_page(outcome: Outcome, visits: Sequence[Visit], folder: Path) -> Path:
    """The page's path."""
    return write_html(render(outcome, visits, folder), folder)


def render(outcome: Outcome, visits: Sequence[Visit], folder: Path) -> str:
    """The whole page; its links lead from `folder` to the sources."""
    study = outcome.study
    return fill_in(
        "complexity.html",
        HERE,
        outcome=outcome,
        study=study,
        problems=outcome.problems(visits),
        labels=list(dict.fromkeys(visit.side.label for visit in visits)),
        address=lambda lines: _address(lines, folder),
        in_all=in_all(outcome),
        naive=NAIVE,
        not_looked_at=NOT_LOOKED_AT,
        no_claim=NO_CLAIM,
    )


def _address(lines: Lines, folder: Path) -> str:
    """As a page of sources on the web takes it; a browser on this machine opens the file."""
    to = os.path.relpath(ROOT / lines.path, folder.resolve())
    return f"{Path(to).as_posix()}#L{lines.first}-L{lines.last}"
