"""Where a student reads and answers: a console of 80 columns, and a keyboard if there is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from textwrap import wrap
from typing import Final, Protocol

from rich.console import Console
from rich.text import Text

from experiments.guides.errors import BadAnswer
from experiments.report.screen import WIDTH

HEADING: Final = "# "
BULLET: Final = "- "
CHOICE: Final = "  a  "


class Desk(Protocol):
    def show(self, lines: Iterable[str]) -> None: ...

    def ask(self, prompt: str) -> str | None:
        """What was typed, or None where nobody can be asked."""
        ...


@dataclass(frozen=True)
class ConsoleDesk:
    console: Console
    has_keyboard: bool

    def show(self, lines: Iterable[str]) -> None:
        for line in lines:
            is_heading = line.startswith(HEADING)
            text = line.removeprefix(HEADING) if is_heading else line
            self.console.print(Text(text, style="bold" if is_heading else ""))

    def ask(self, prompt: str) -> str | None:
        if not self.has_keyboard:
            return None
        try:
            return self.console.input(f"{prompt}: ", markup=False)
        except (KeyboardInterrupt, EOFError):
            self.console.print()
            raise


def paragraphs(text: str, indent: int = 0) -> list[str]:
    """Wrapped at 80 columns, with a blank line between two; headings and bullets as in Markdown."""
    lines: list[str] = []
    for block in text.strip().split("\n\n"):
        lines += [*(_wrapped(item, indent) for item in _items(block)), ""]
    return "\n".join(lines[:-1]).split("\n")


def choice_lines(letter: str, text: str) -> list[str]:
    """A choice behind its letter, its further lines in line with the first."""
    first, *others = paragraphs(text, indent=len(CHOICE))
    return [CHOICE.replace("a", letter) + first.lstrip(), *others]


def asked(desk: Desk, lines: Iterable[str], prompt: str, read: Callable[[str], str]) -> str | None:
    """An answer that `read` takes; asks again until it is one. None where nobody can be asked."""
    desk.show(lines)
    while (text := desk.ask(prompt)) is not None:
        try:
            return read(text)
        except BadAnswer as error:
            desk.show(paragraphs(str(error)))
    return None


def _items(block: str) -> list[str]:
    """The bullets of a list, or the block itself."""
    items: list[list[str]] = [[]]
    for line in block.splitlines():
        if line.startswith(BULLET):
            items.append([])
        items[-1].append(line.strip())
    return [" ".join(item) for item in items if item]


def _wrapped(item: str, indent: int) -> str:
    if item.startswith(HEADING):
        return item
    margin = " " * indent
    hanging = margin + " " * len(BULLET) if item.startswith(BULLET) else margin
    lines = wrap(
        item,
        WIDTH,
        initial_indent=margin,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines)
