"""Two arms' code beside each other on a wide terminal, one after the other on a narrow one."""

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from experiments.diff.pairs import Pair, assignment, source

LEAST_WIDTH = 100
THEME = "ansi_dark"


def show_pair(pair: Pair, console: Console) -> None:
    console.print(Text(pair.question, style="bold"))
    if pair.shared:
        path, name = pair.shared
        console.print(f"\nBoth arms run these steps ({path}):\n")
        console.print(_code(assignment(path, name)))
    console.print()
    if console.width >= LEAST_WIDTH:
        grid = Table.grid(expand=True, padding=(0, 1))
        grid.add_column(ratio=1)
        grid.add_column(ratio=1)
        grid.add_row(Group(*_files(pair.left)), Group(*_files(pair.right)))
        console.print(grid)
    else:
        for part in (*_files(pair.left), *_files(pair.right)):
            console.print(part)
        console.print(f"(side by side from {LEAST_WIDTH} columns on)", style="dim")


def _files(paths: tuple[str, ...]) -> Iterator[RenderableType]:
    for path in paths:
        yield Panel(_code(source(path)), title=path, title_align="left", padding=(0, 1))


def _code(text: str) -> Syntax:
    return Syntax(text, "python", theme=THEME, background_color="default", word_wrap=True)
