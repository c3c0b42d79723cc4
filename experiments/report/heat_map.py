"""The matrix in the console, a map for each figure: a row a fault, a block of columns an arm.

From 80 columns on the arms stand side by side, below that one under the other, and below 50 each
fault stands above its figures. No number is left out, and none needs its colour.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from rich.text import Text

from experiments.compare.cells import Cell, Matrix, Row, State
from experiments.report.heat import Heat, Map
from experiments.topology import FEATURES

LABEL, FIGURE, BESIDE = 20, 4, 6
BLOCK: Final = FIGURE * len(FEATURES) + BESIDE
HIT, WRONG = "*", "!"
STYLES: Final[Mapping[Heat, str]] = {
    Heat.NONE: "dim",
    Heat.WELL: "green",
    Heat.HURT: "black on yellow",
    Heat.BAD: "black on bright_magenta",
    Heat.DOWN: "bold white on red",
}


def short(feature: str) -> str:
    """What a column is headed by."""
    return feature[:3]


def map_lines(matrix: Matrix, shown: Map, width: int) -> list[Text]:
    """As wide as fits into `width` columns; 30 are the least."""
    if width >= LABEL + BLOCK * len(matrix.labels):
        return list(_side_by_side(matrix, shown))
    return [line for label in matrix.labels for line in _of_one(matrix, label, shown, width)]


def _side_by_side(matrix: Matrix, shown: Map) -> Iterator[Text]:
    arms = "".join(f"{label[: BLOCK - 2]:^{BLOCK}}" for label in matrix.labels)
    yield _line(Text(" " * LABEL + arms, style="bold"))
    yield _line(Text(f"{'fault':<{LABEL}}{_heading(shown) * len(matrix.labels)}", style="dim"))
    for row in matrix.rows:
        blocks = [_block(row, label, shown) for label in matrix.labels]
        yield _line(Text.assemble(_name(row), *blocks))


def _of_one(matrix: Matrix, label: str, shown: Map, width: int) -> Iterator[Text]:
    beside = width >= LABEL + BLOCK
    yield Text(label, style="bold")
    first = f"{'fault':<{LABEL}}" if beside else ""
    yield _line(Text(f"{first}{_heading(shown)}", style="dim"))
    for row in matrix.rows:
        if beside:
            yield _line(Text.assemble(_name(row), _block(row, label, shown)))
        else:
            yield Text(row.fault)
            yield _line(_block(row, label, shown))


def _heading(shown: Map) -> str:
    names = "".join(f"{short(feature):>3} " for feature in FEATURES)
    return f"{names}{shown.heading:>{BESIDE - 1}}".ljust(BLOCK)


def _name(row: Row) -> str:
    return f"{row.fault[: LABEL - 1]:<{LABEL}}"


def _block(row: Row, label: str, shown: Map) -> Text:
    cell = row.cells[label]
    if cell.state is not State.SEEN:
        return Text(f" {_without_figures(cell)}".ljust(BLOCK), style="dim")
    block, features = Text(), cell.phases[shown.phase].features
    for feature in FEATURES:
        seen = features[feature]
        block.append(f"{shown.text(seen):>3}", style=STYLES[shown.heat(seen)])
        block.append(HIT if feature == row.feature else " ")
    block.append(f"{shown.beside(cell):>{BESIDE - 1}}")
    return block.append(WRONG if cell.violations else " ")


def _without_figures(cell: Cell) -> str:
    """In as few words as fit; what else is to be said stands below the map."""
    if cell.state is not State.INVALID:
        return "" if cell.state is State.AWAITED else cell.state.value
    wrong = f" {WRONG}" if cell.violations else ""
    causes = [*dict.fromkeys(each.partition(":")[0] for each in cell.why)]
    said = f"{cell.state.value}{wrong}: {', '.join(causes)}"
    return said if len(said) < BLOCK - 1 else f"{cell.state.value}{wrong}: {causes[0]}, ..."


def _line(text: Text) -> Text:
    """Without spaces at its end."""
    text.rstrip()
    return text
