"""Lines of the sources, found by what they define and say, so that no line number goes stale."""

import ast
import textwrap
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from experiments.errors import LabError

ROOT: Final = Path(__file__).parents[2]


class LostPassage(LabError):
    """The sources do not hold a passage, or hold it more than once; one line."""


@dataclass(frozen=True)
class Passage:
    """What `name` defines in a file below the repository's root: an assignment, a class, a function
    or, with a dot, a method. With `says`, the smallest statement or call in it that holds this
    text, which stands there once."""

    path: str
    name: str
    says: str = ""

    def __str__(self) -> str:
        within = f"{self.name} of {self.path}"
        return f"{self.says!r} in {within}" if self.says else within


@dataclass(frozen=True, order=True)
class Lines:
    """`first` to `last` of a file, counted from 1, both included."""

    path: str
    first: int
    last: int

    def __str__(self) -> str:
        """As terminals and editors make links of."""
        return f"{self.path}:{self.first}" + (f"-{self.last}" if self.last > self.first else "")

    @property
    def text(self) -> str:
        """What stands there, moved to the left."""
        lines = source(self.path).splitlines()[self.first - 1 : self.last]
        return textwrap.dedent("\n".join(lines))


@cache
def find(passage: Passage) -> Lines:
    """Raises LostPassage."""
    text = source(passage.path)
    defined = _defined(ast.parse(text), passage)
    node: ast.stmt | ast.Call = defined
    decorators = getattr(defined, "decorator_list", [])
    if passage.says:
        node, decorators = _smallest(text, defined, passage), []
    first = min([node.lineno, *(each.lineno for each in decorators)])
    return Lines(passage.path, first, node.end_lineno or node.lineno)


@cache
def source(path: str) -> str:
    """Raises LostPassage."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except OSError as error:
        raise LostPassage(f"cannot read {path}: {error.strerror}") from error


def _defined(tree: ast.Module, passage: Passage) -> ast.stmt:
    body: list[ast.stmt] = tree.body
    for name in passage.name.split("."):
        found = [each for each in body if name in _names(each)]
        if len(found) != 1:
            raise LostPassage(f"{passage.path} defines {passage.name} {len(found)} times, not once")
        body = getattr(found[0], "body", [])
    return found[0]


def _names(node: ast.stmt) -> list[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Assign(targets=targets):
            return [each.id for each in targets if isinstance(each, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []


def _smallest(text: str, within: ast.stmt, passage: Passage) -> ast.stmt | ast.Call:
    """All that hold a text which stands there once lie in one another."""
    times = _segment(text, within).count(passage.says)
    if times != 1:
        raise LostPassage(f"{passage} stands there {times} times, not once")
    holding = [
        node
        for node in ast.walk(within)
        if isinstance(node, ast.stmt | ast.Call) and passage.says in _segment(text, node)
    ]
    return min(holding, key=lambda node: len(_segment(text, node)))


def _segment(text: str, node: ast.AST) -> str:
    return ast.get_source_segment(text, node) or ""
