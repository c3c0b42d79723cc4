"""The study as a page beside its data."""

from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from experiments.hunt.bug import Bug
from experiments.hunt.bugs import BUGS
from experiments.hunt.caveats import CAVEATS
from experiments.hunt.outcome import Outcome
from experiments.hunt.procedure import LEVELS, in_words
from experiments.hunt.study import QUESTION
from experiments.hunt.table import COUNTED, LEGEND
from experiments.report.page.write import FILE, TEMPLATES

HERE: Final = Path(__file__).parent
TEMPLATE: Final = "bugs.html"


def write_page(outcome: Outcome, folder: Path) -> Path:
    """The page's path."""
    draft = folder / f".{FILE}.draft"
    draft.write_text(render(outcome), encoding="utf-8")
    return draft.replace(folder / FILE)


def render(outcome: Outcome) -> str:
    environment = Environment(
        loader=FileSystemLoader([HERE, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(TEMPLATE).render(
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
