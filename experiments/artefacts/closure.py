"""Which of our files a part needs: those its modules import, and the migrations beside them.

Imports are read from the very bytes that are shipped, and anew at each build, so a file edited
between two builds of one process counts. (A graph of the installed packages, as grimp makes it,
would know neither another source tree nor what a release lays over it.)
"""

import ast
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.util import resolve_name
from pathlib import PurePosixPath
from typing import Final

from experiments.artefacts.errors import ArtefactError
from experiments.artefacts.source import Source

MIGRATIONS: Final = "migrations"
"""The folder inside a package whose files are read at run time, not imported."""


def files_of(source: Source, modules: Iterable[str]) -> dict[str, bytes]:
    """By path, all that `modules` need of ours. ArtefactError if one of them does not exist."""
    closure = _Closure(source)
    for module in modules:
        if source.file_of(module) is None:
            raise ArtefactError(f"there is no module {module} to build a part from")
        closure.add_module(module)
    for path in source.laid_over:
        closure.add_file(path)
    return closure.files


class _Closure:
    def __init__(self, source: Source) -> None:
        self._source = source
        self.files: dict[str, bytes] = {}

    def add_module(self, module: str) -> None:
        """The module, the packages around it, and all that these import."""
        names = module.split(".")
        for depth in range(1, len(names) + 1):
            path = self._source.file_of(".".join(names[:depth]))
            if path is None:
                return
            self.add_file(path)

    def add_file(self, path: str) -> None:
        if path in self.files:
            return
        self.files[path] = text = self._source.read(path)
        folder, _, name = path.rpartition("/")
        if name == "__init__.py":
            for migration in self._source.python_in(f"{folder}/{MIGRATIONS}"):
                self.add_file(migration)
        if name.endswith(".py"):
            for module in imports_of(path, text):
                self.add_module(module)


@lru_cache(maxsize=1024)
def imports_of(path: str, text: bytes) -> tuple[str, ...]:
    """The modules a file imports, anywhere in it; what it imports from one may be one as well."""
    package = ".".join(PurePosixPath(path).parent.parts)
    try:
        tree = ast.parse(text, path)
    except SyntaxError as error:
        raise ArtefactError(f"{path}:{error.lineno}: {error.msg}") from error
    return tuple(dict.fromkeys(_imports(tree, package)))


def _imports(tree: ast.AST, package: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = resolve_name("." * node.level + (node.module or ""), package)
            yield from (f"{origin}.{alias.name}" for alias in node.names)
