"""The wrapper files of a release, as they stand in an artefact."""

import ast
import sys
from collections.abc import Iterable, Set
from pathlib import Path
from typing import Final

from experiments.artefacts.closure import imports_of
from experiments.artefacts.errors import ArtefactError
from experiments.artefacts.release import Change

PACKAGE: Final = "wrappers"


def module_of(wrapper: Path) -> str:
    """The name under which `entry.py` imports it."""
    return f"{PACKAGE}.{wrapper.stem}"


def wrapper_files(changes: Iterable[Change]) -> dict[str, bytes]:
    """By path, the changes' wrappers, which may import one another. ArtefactError if one would not
    work in an artefact."""
    files: dict[str, bytes] = {}
    wrappers = [change.wrapper for change in changes if change.wrapper]
    beside = {module_of(wrapper) for wrapper in wrappers}
    for wrapper in wrappers:
        path, text = f"{PACKAGE}/{wrapper.name}", _read(wrapper)
        _check(wrapper, text, beside)
        if files.setdefault(path, text) != text:
            raise ArtefactError(f"two wrappers are called {wrapper.name}: rename one")
    return {f"{PACKAGE}/__init__.py": b"", **files} if files else {}


def _read(wrapper: Path) -> bytes:
    try:
        return wrapper.read_bytes()
    except OSError as error:
        raise ArtefactError(f"cannot read the wrapper {wrapper}: {error.strerror}") from error


def _check(wrapper: Path, text: bytes, beside: Set[str]) -> None:
    for module in imports_of(f"{PACKAGE}/{wrapper.name}", text):
        if module.rpartition(".")[0] in beside:
            continue
        if module.partition(".")[0] not in sys.stdlib_module_names:
            raise ArtefactError(
                f"the wrapper {wrapper} imports {module}: the standard library only"
            )
    body = ast.parse(text).body
    if not any(isinstance(each, ast.FunctionDef) and each.name == "wrap" for each in body):
        raise ArtefactError(f"the wrapper {wrapper} has no function wrap(name, feature)")
    if not wrapper.stem.isidentifier() or wrapper.suffix != ".py":
        raise ArtefactError(f"the wrapper {wrapper} is not named like a Python module")
