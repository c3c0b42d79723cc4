"""What a run of a matrix shows in the console: its maps, and how to read them."""

from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from experiments.compare.cells import Matrix, State
from experiments.compare.matrix import LATEST_S, matrix_in
from experiments.compare.result import Result
from experiments.measure.by_feature import LEAST
from experiments.measure.recovery import WELL_FOR_S, WELL_SHARE
from experiments.report.comparison_table import left_out_lines, title
from experiments.report.heat import ALL_GOOD, FEW, MAPS, ROUGH
from experiments.report.heat_map import HIT, WRONG, map_lines, short
from experiments.topology import FEATURES

LEGEND = (
    f"{HIT} the feature that is hit. A column counts the operations that need its feature; those"
    " that need the one that is hit, too, count there alone.",
    f"{ALL_GOOD} all good, or nothing wrong. {FEW}: fewer than {LEAST} operations, too few to tell."
    f" {WRONG} the checkers found something that no fault before had brought.",
    f"back: seconds from the fault's end to the first {WELL_FOR_S:g} s in which {WELL_SHARE:.0%} of"
    f" all is good; >{LATEST_S:g}: not while anybody watched. final: p95 until an order is, ms"
    f" (s: seconds). The p99 of fewer than {ROUGH} operations is about the slowest.",
)


def show_matrix(result: Result, console: Console) -> None:
    """Prints the maps, if anything was timed."""
    if not result.scored:
        return
    matrix = matrix_in(result)
    console.print(Text(title(result), style="bold"))
    for shown in MAPS:
        console.print()
        console.print(Text(shown.title, style="bold"))
        for line in map_lines(matrix, shown, console.width):
            console.print(line)
    console.print()
    for text in (_columns(), *LEGEND):
        console.print(Text(text, style="dim"))
    for text in _not_there(matrix):
        console.print(Padding.indent(Text(text), 2))
    for line in left_out_lines(result):
        console.print(line)


def _columns() -> str:
    return ", ".join(f"{short(feature)} {feature}" for feature in FEATURES)


def _not_there(matrix: Matrix) -> Iterator[str]:
    """Why a side has nothing for a fault to hit."""
    for row in matrix.rows:
        for label, cell in row.cells.items():
            if cell.state is State.ABSENT:
                yield f"{label}, {cell.state.value}: {cell.why[0]}"
