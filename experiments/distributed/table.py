"""The study as text of 80 columns: what broke, and which lines keep it from breaking."""

import textwrap
from collections.abc import Iterator, Sequence

from rich.text import Text

from experiments.distributed.counting import code_lines_of
from experiments.distributed.outcome import Outcome
from experiments.distributed.passages import ROOT, Lines
from experiments.distributed.protection import Protection
from experiments.distributed.sides import Visit
from experiments.report.screen import WIDTH

LABELS, COLUMN = 30, 10
DEPTH = "  "
NO_CLAIM = "These are counts, no verdict: no claim of claims.toml rests on them."
NAIVE = "naive: without all that protects, which is named below."
NOT_LOOKED_AT = (
    "-: not looked at. The monolith sends no messages that could be disturbed; a protection that is"
    " missed alone is missed where that must show."
)


def lines_of(outcome: Outcome, visits: Sequence[Visit]) -> Iterator[Text]:
    """Where a line names a place in the sources, it is a link to that file."""
    yield from map(Text, _violations(outcome, visits))
    yield Text()
    for protection in outcome.study.protections:
        yield from _protection(outcome, protection)
    yield Text(in_all(outcome))
    for text in outcome.problems(visits):
        yield from map(Text, _wrapped(f"WRONG: {text}"))
    yield Text(NO_CLAIM)


def in_all(outcome: Outcome) -> str:
    code, whole = len(outcome.code), code_lines_of("microservices")
    return f"{code:,} lines of code in all, each counted once; microservices/ has {whole:,}."


def _violations(outcome: Outcome, visits: Sequence[Visit]) -> Iterator[str]:
    loads = outcome.study.loads
    columns = [each.name for each in loads]
    yield "Violations counted, by what was done to the messages"
    yield ""
    yield f"{'':{LABELS}}" + "".join(f"{name:>{COLUMN}}" for name in columns)
    for label in dict.fromkeys(visit.side.label for visit in visits):
        cells = (outcome.cell(label, name) for name in columns)
        yield f"{label:{LABELS}}" + "".join(f"{cell:>{COLUMN}}" for cell in cells)
    yield ""
    yield from (f"{each.name}: {each.told}" for each in loads)
    yield from _wrapped(NAIVE)
    yield from _wrapped(NOT_LOOKED_AT)


def _protection(outcome: Outcome, protection: Protection) -> Iterator[Text]:
    yield Text(f"{protection.name}: {len(protection.code)} lines of code")
    yield from map(Text, _wrapped(protection.promise, DEPTH))
    if seen := outcome.prevented(protection):
        yield from map(Text, _wrapped(f"without it, under {seen.under}: {seen.broke}", DEPTH))
    for lines in protection.lines:
        yield Text(DEPTH).append(str(lines), style=f"link {_address(lines)}")
    yield Text()


def _address(lines: Lines) -> str:
    return (ROOT / lines.path).as_uri()


def _wrapped(text: str, margin: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=margin, subsequent_indent=margin)
