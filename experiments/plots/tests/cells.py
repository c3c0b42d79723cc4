"""What a notebook's cells may be: words, or a few calls of the lab."""

import ast
import re
from collections.abc import Iterator
from itertools import zip_longest

from nbformat import NotebookNode

MOST_LINES, MOST_WORDS = 3, 110
CALLS_ONLY = (
    ast.Module, ast.Import, ast.ImportFrom, ast.alias, ast.Assign, ast.Expr, ast.Call,
    ast.Attribute, ast.Name, ast.Load, ast.Store, ast.Constant, ast.keyword,
)  # fmt: skip
OF_A_MACHINE = re.compile(r"(?<![\w.])(/(home|root|tmp|var|Users|work|private|opt)/|[A-Z]:\\\\)\w*")


def faults_of_cells(notebook: NotebookNode) -> Iterator[str]:
    """What a reviewer would object to, a line each."""
    for number, cell in enumerate(notebook.cells, 1):
        found = _of_code(cell.source) if cell.cell_type == "code" else _of_words(cell.source)
        yield from (f"cell {number}: {fault}" for fault in found)


def differences(source: NotebookNode, with_outputs: NotebookNode) -> Iterator[str]:
    """Where the halves of a pair have gone apart, a line each."""
    ours, theirs = (
        [(cell.id, cell.cell_type, cell.source) for cell in each.cells]
        for each in (source, with_outputs)
    )
    for number, (one, two) in enumerate(zip_longest(ours, theirs), 1):
        if one != two:
            yield f"cell {number} differs: make notebooks"


def faults_of_outputs(notebook: NotebookNode) -> Iterator[str]:
    """Cells without their outputs, outputs that nobody meant, and paths of the machine."""
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type != "code":
            continue
        if not cell.outputs:
            yield f"cell {number}: no output"
        for output in cell.outputs:
            if output.output_type != "execute_result":
                yield f"cell {number}: {output.output_type}"
            text = str(output.get("data", {}).get("text/plain", "")) + str(output.get("text", ""))
            if OF_A_MACHINE.search(text):
                yield f"cell {number}: a path of a machine"


def _of_code(source: str) -> Iterator[str]:
    tree = ast.parse(source)
    if len(tree.body) > MOST_LINES:
        yield f"more than {MOST_LINES} lines"
    for node in ast.walk(tree):
        if not isinstance(node, CALLS_ONLY):
            yield f"logic: {type(node).__name__}"


def _of_words(source: str) -> Iterator[str]:
    if len(source.split()) > MOST_WORDS:
        yield f"more than {MOST_WORDS} words"
