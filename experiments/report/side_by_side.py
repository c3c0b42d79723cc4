"""Two arms' code beside each other on a wide terminal, one after the other on a narrow one."""

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from experiments.diff.pairs import Pair, assignment, excerpt
from experiments.report.folded_code import folded

LEAST_WIDTH = 120
FRAME = 4
THEME = "ansi_dark"


def show_pair(pair: Pair, console: Console) -> None:
    wide = console.width >= LEAST_WIDTH
    console.print(Text(pair.question, style="bold"))
    if not wide:
        console.print(f"(side by side from {LEAST_WIDTH} columns on)", style="dim")
    if pair.shared:
        path, name = pair.shared
        console.print(f"\nBoth arms run these steps ({path}):\n")
        console.print(_code(assignment(path, name), console.width))
    console.print()
    if wide:
        width = console.width // 2
        grid = Table.grid()
        grid.add_column(width=width)
        grid.add_column(width=width)
        grid.add_row(Group(*_files(pair.left, width)), Group(*_files(pair.right, width)))
        console.print(grid)
    else:
        for part in _files((*pair.left, *pair.right), console.width):
            console.print(part)


def _files(paths: tuple[str, ...], width: int) -> Iterator[RenderableType]:
    for path in paths:
        file = excerpt(path)
        about = Text(_flowed(file.purpose) + "\n", style="italic")
        inside = Group(about, _code(file.code, width - FRAME))
        yield Panel(inside, title=path, title_align="left", width=width)


def _flowed(docstring: str) -> str:
    """Paragraphs without the line breaks that were made for another width."""
    return "\n\n".join(" ".join(part.split()) for part in docstring.split("\n\n"))


def _code(text: str, width: int) -> Syntax:
    return Syntax(folded(text, width), "python", theme=THEME, background_color="default")
