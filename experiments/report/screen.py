"""The terminal as it is: its width, whether it shows Unicode and colour (NO_COLOR is honoured)."""

import io
import os
import sys
from dataclasses import dataclass
from typing import TextIO

from rich.console import Console, RenderableType

WIDTH = 80
"""Of everything printed where nobody says how wide the terminal is."""


@dataclass(frozen=True)
class Glyphs:
    """Characters beyond ASCII, and what stands for them where they cannot be encoded."""

    baseline: str
    other: str
    both: str
    arrow: str
    back: str


UNICODE = Glyphs("●", "○", "◉", "→", "←")
ASCII = Glyphs("o", "x", "*", "->", "<-")


def console_on(stream: TextIO) -> Console:
    """A console as wide as the terminal, or WIDTH when the stream is not one."""
    width = None if stream.isatty() or "COLUMNS" in os.environ else WIDTH
    return Console(file=stream, width=width, highlight=False, emoji=False, soft_wrap=False)


def output() -> Console:
    """Where results go."""
    return console_on(sys.stdout)


def messages() -> Console:
    """Where progress and complaints go."""
    return console_on(sys.stderr)


def plain(shown: RenderableType) -> str:
    """As it is kept in a file: WIDTH columns, no colour, no blanks at the ends of lines."""
    stream = io.StringIO()
    Console(file=stream, width=WIDTH, highlight=False, emoji=False, color_system=None).print(shown)
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())


def glyphs_for(console: Console) -> Glyphs:
    """Unicode if the console's stream can encode it."""
    try:
        "".join(vars(UNICODE).values()).encode(console.encoding or "ascii")
    except (UnicodeError, LookupError):
        return ASCII
    return UNICODE
