"""The study as a page beside its data."""

from pathlib import Path
from typing import Final

from experiments.hunt.bug import Bug
from experiments.hunt.bugs import BUGS
from experiments.hunt.caveats import CAVEATS
from experiments.hunt.outcome import Outcome
from experiments.hunt.procedure import LEVELS, in_words
from experiments.hunt.study import QUESTION
from experiments.hunt.table import COUNTED, LEGEND
from experiments.report.page.html import fill_in, write_html

HERE: Final = Path(__file__).parent


def write_page(outcome: Outcome, folder: Path) -> Path:
    """The page's path."""
    return write_html(render(outcome), folder)


def render(outcome: Outcome) -> str:
    return fill_in(
        "bugs.html",
        HERE,
        outcome=outcome,
        question=QUESTION,
        problems=outcome.problems(),
        levels=list(LEVELS),
        counted=COUNTED,
        legend=LEGEND,
        bugs=[(bug, changed(bug)) for bug in BUGS],
        procedure=list(in_words()),
        caveats=CAVEATS,
    )


def changed(bug: Bug) -> list[str]:
    """What the bug changes, as lines of a patch."""
    edits = bug.change.edits.items()
    texts = [f"{path}\n- {before}\n+ {after}" for path, (before, after) in edits]
    return texts + [f"{path}\n{text}" for path, text in bug.change.files.items()]
