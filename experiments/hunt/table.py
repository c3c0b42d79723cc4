"""The study as text of 80 columns: what had to be opened for each bug, on each arm."""

import textwrap
from collections.abc import Iterator

from experiments.hunt.caveats import CAVEATS
from experiments.hunt.outcome import Outcome
from experiments.hunt.procedure import LEVELS, NOTHING, Counts, in_words
from experiments.report.screen import WIDTH

NAMES = 26
COUNTED = ("ask", "in", "read", "code")
"""Queries asked, files they came out of, lines read, features whose code was opened."""

WIDTHS = (4, 3, 6, 5)
CELL = sum(WIDTHS)
LEGEND = (
    "ask: queries asked; in: files that had an answer; read: lines of it; code: features whose code"
    " was opened, the last of which held the bug."
)
TABLED = tuple(level for level in LEVELS if level != NOTHING)
"""With nothing opened all counts but that of the code are 0, so that is told in a line."""


def lines_of(outcome: Outcome) -> Iterator[str]:
    """Each at most WIDTH wide."""
    yield "What had to be opened until the feature with the bug was named"
    yield ""
    for arm in outcome.arms:
        yield from _arm(outcome, arm)
        yield ""
    yield from _wrapped(LEGEND)
    for text in outcome.problems():
        yield from _wrapped(f"WRONG: {text}")
    yield ""
    yield "The procedure:"
    for step in in_words():
        yield from _wrapped(step)
    yield ""
    for caveat in CAVEATS:
        yield from _wrapped(f"- {caveat}", "  ")


def _arm(outcome: Outcome, arm: str) -> Iterator[str]:
    yield f"{arm:{NAMES}}" + "".join(f"{level:>{CELL}}" for level in TABLED)
    yield " " * NAMES + _row(COUNTED) * len(TABLED)
    for each in outcome.of(arm):
        cells = (_cell(each.searches[level].counts) if each.searches else "" for level in TABLED)
        yield f"  {each.bug:{NAMES - 2}}" + "".join(cells)
    totals = (_cell(outcome.total(arm, level)) for level in TABLED)
    yield f"  {'all':{NAMES - 2}}" + "".join(totals)
    found = (f"{outcome.at_once(arm, level)}" for level in TABLED)
    yield f"  {'in the first code opened':{NAMES - 2}}" + "".join(f"{n:>{CELL}}" for n in found)
    *_, opened = outcome.total(arm, NOTHING)
    first = outcome.at_once(arm, NOTHING)
    yield f"  who opens nothing else: code {opened}, in the first code opened {first}"


def _cell(counts: Counts) -> str:
    return _row(tuple(f"{count:,}" for count in counts))


def _row(texts: tuple[str, ...]) -> str:
    return "".join(f"{text:>{width}}" for text, width in zip(texts, WIDTHS, strict=True))


def _wrapped(text: str, margin: str = "  ") -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent=margin, break_on_hyphens=False)
