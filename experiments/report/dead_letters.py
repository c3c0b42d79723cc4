"""Dead letters on the screen: what each is on a line, and beneath it why it died."""

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from experiments.dead_letters.letters import DeadLetter
from experiments.report.trimmed import Trimmed

HEADINGS = ("letter", "message", "about", "died", "state")
SHORT = 12
"""Characters of an order's id: enough to tell it from others."""

LONGEST_KIND = 20
"""Characters of a message's type, which a stranger may have chosen."""


def show_letters(arm: str, letters: Sequence[DeadLetter], console: Console) -> None:
    if not letters:
        console.print(f"{arm}: no dead letter waits")
        return
    rows = [_row(each) for each in letters]
    widths = [max(map(len, column)) for column in zip(HEADINGS, *rows, strict=True)]
    console.print(Text(_line(HEADINGS, widths), style="dim"))
    for letter, row in zip(letters, rows, strict=True):
        console.print(Text(_line(row, widths)))
        why = Text(" ".join(letter.error.split()), style="italic")
        console.print(Trimmed(Padding.indent(why, 2)))


def _row(letter: DeadLetter) -> tuple[str, ...]:
    died = f"{letter.died_at:%H:%M:%S}"
    return letter.name, letter.kind[:LONGEST_KIND], letter.key[:SHORT], died, letter.state.value


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (f"{cell:{width}}" for cell, width in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()
