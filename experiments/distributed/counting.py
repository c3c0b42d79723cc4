"""How many lines of code there are in passages, and in a package."""

import ast
import io
import tokenize
from collections.abc import Iterable
from functools import cache
from typing import Final

from experiments.distributed.passages import ROOT, Lines, source

NO_CODE: Final = frozenset(
    (
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENDMARKER,
    )
)


def code_in(passages: Iterable[Lines]) -> frozenset[tuple[str, int]]:
    """Path and number of every line with code, each once: no comments, docstrings, blank lines."""
    return frozenset(
        (each.path, number)
        for each in passages
        for number in range(each.first, each.last + 1)
        if number in _code(each.path)
    )


def joined(passages: Iterable[Lines]) -> tuple[Lines, ...]:
    """By file, in its order: those that no other code stands between are one."""
    found: list[Lines] = []
    for each in sorted(passages):
        first, last = each.first, each.last
        if found and _follows(found[-1], each):
            before = found.pop()
            first, last = before.first, max(before.last, last)
        found.append(Lines(each.path, first, last))
    return tuple(found)


def _follows(one: Lines, two: Lines) -> bool:
    between = range(one.last + 1, two.first)
    return one.path == two.path and _code(one.path).isdisjoint(between)


def code_lines_of(package: str) -> int:
    """How many lines with code a package has, its tests left out."""
    files = sorted((ROOT / package).rglob("*.py"))
    paths = [file.relative_to(ROOT) for file in files]
    return sum(len(_code(path.as_posix())) for path in paths if "tests" not in path.parts)


@cache
def _code(path: str) -> frozenset[int]:
    text = source(path)
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    lines = {
        number
        for token in tokens
        if token.type not in NO_CODE
        for number in range(token.start[0], token.end[0] + 1)
    }
    return frozenset(lines - _documentation(text))


def _documentation(text: str) -> set[int]:
    """The lines of strings that stand for themselves."""
    return {
        number
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
