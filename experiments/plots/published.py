"""What others measured, with its source; and beside it, where both are the same kind of number,
what this run did."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from experiments.plots.opened import Opened
from experiments.plots.text import Text, plain, table
from experiments.plots.units import shown_effect, shown_span
from experiments.report.numbers import ratio

FILE: Final = Path(__file__).with_name("published.toml")


@dataclass(frozen=True)
class Published:
    """`value`: services divided by monolith, of the same kind as `metric`; read of the source was
    its "text" or its "abstract"."""

    source: str
    setting: str
    found: str
    read: str
    metric: str = ""
    value: float | None = None


@lru_cache(1)
def load_published(path: Path = FILE) -> dict[str, tuple[Published, ...]]:
    """By experiment."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: tuple(Published(**each) for each in rows) for name, rows in tables.items()}


def published(opened: Opened) -> Text:
    """Without a word of this run's result."""
    found = load_published().get(opened.experiment, ())
    if not found:
        return Text("Nobody is known to have published a figure to hold this against.")
    rows = ((plain(each.found), plain(each.setting), _source(each)) for each in found)
    return Text(table(("what others found", "where", "source"), rows))


def beside_published(opened: Opened) -> Text:
    """Where a published figure is the same kind of number as a row of this run."""
    known = {figure.key: figure for figure in opened.figures}
    rows = [
        (plain(figure.label), ratio(each.value), _here(shown_effect(figure), shown_span(figure)),
         _source(each))
        for each in load_published().get(opened.experiment, ())
        if (figure := known.get(each.metric)) and each.value is not None
    ]  # fmt: skip
    if not rows:
        return Text("No published figure is the same kind of number as a row of this run.")
    return Text(table(("services / monolith", "published", "here", "source"), rows))


def _here(estimate: str, span: str) -> str:
    return plain(f"{estimate} ({span})" if span else estimate)


def _source(each: Published) -> str:
    return plain(each.source) + (" (abstract)" if each.read == "abstract" else "")
