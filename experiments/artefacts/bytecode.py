"""Bytecode beside an artefact's files, so that no replica spends its start on compiling.

It is never checked against the source at import: an artefact does not change. It is not part of
the digest either, which must be the same for every Python; a seal shows later damage to it.
"""

import hashlib
import importlib.util
import py_compile
from pathlib import Path
from typing import Final

from experiments.artefacts.errors import ArtefactError

CACHE: Final = "__pycache__"
SEAL: Final = "bytecode.sha256"


def compile_folder(folder: Path) -> None:
    """Compiles every Python file below `folder` and seals the outcome. ArtefactError names a
    file that cannot be compiled."""
    for file in sorted(folder.rglob("*.py")):
        path = file.relative_to(folder).as_posix()
        try:
            py_compile.compile(
                str(file),
                dfile=path,
                doraise=True,
                invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
            )
        except py_compile.PyCompileError as error:
            raise ArtefactError(f"cannot compile {path}: {error.exc_value}") from error
    (folder / SEAL).write_text(_seal(folder))


def is_sealed(folder: Path) -> bool:
    """Whether the bytecode is this Python's, and as it was when it was made."""
    try:
        return (folder / SEAL).read_text() == _seal(folder)
    except (OSError, UnicodeDecodeError):
        return False


def _seal(folder: Path) -> str:
    digest = hashlib.sha256(importlib.util.MAGIC_NUMBER)
    for file in sorted(folder.rglob(f"{CACHE}/*")):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
