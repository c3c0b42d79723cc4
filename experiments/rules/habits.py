"""Habits that a linter does not know, read from the source: each is a name and a finder.

A finder gets a module's path inside the repository and its text, and yields line numbers.
"""

import ast
import io
import tokenize
from collections.abc import Iterator
from pathlib import Path, PurePath

PACKAGES = ("shared_domain", "monolith", "microservices", "experiments")
UNFINISHED = ("TODO", "FIXME", "XXX")


def violations(root: Path) -> list[str]:
    """Every broken habit below the packages of `root`, as 'path:line: habit'."""
    return [
        f"{path.relative_to(root)}:{line}: {habit}"
        for package in PACKAGES
        for path in sorted((root / package).rglob("*.py"))
        for habit, line in of_module(path.relative_to(root), path.read_text(encoding="utf-8"))
    ]


def of_module(path: PurePath, text: str) -> Iterator[tuple[str, int]]:
    """The broken habits of one module, with their lines."""
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    if is_test(path):
        yield from (("a test sleeps", call.lineno) for call in calls if _is_called(call, "sleep"))
    if "cli" not in path.parts:
        yield from (
            ("print outside the cli", call.lineno)
            for call in calls
            if isinstance(call.func, ast.Name) and call.func.id == "print"
        )
    yield from (("unfinished work", line) for line in _unfinished(text))


def is_test(path: PurePath) -> bool:
    """Whether a module stands in a tests folder or configures tests."""
    return "tests" in path.parts or path.name == "conftest.py"


def _is_called(call: ast.Call, name: str) -> bool:
    """Whether the last part of what is called is `name`: sleep(1), time.sleep(1)."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr == name
    return isinstance(function, ast.Name) and function.id == name


def _unfinished(text: str) -> Iterator[int]:
    """Lines with a comment that promises work."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and any(word in token.string for word in UNFINISHED):
            yield token.start[0]
