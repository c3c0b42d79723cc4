"""Where artefacts stand: whole or not at all, unchanged or built again."""

import contextlib
import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from experiments.artefacts.bytecode import CACHE, SEAL, compile_folder, is_sealed
from experiments.artefacts.content import Content
from experiments.artefacts.errors import ArtefactError

READ_ONLY: Final = 0o444
PASSABLE: Final = 0o755
WORKSHOP: Final = ".draft-"


def is_intact(folder: Path, content: Content) -> bool:
    """Whether `folder` holds exactly `content`, and bytecode that fits it."""
    try:
        files = {file.relative_to(folder).as_posix(): file for file in _files(folder)}
        same = files.keys() == content.keys() and all(
            files[path].read_bytes() == expected for path, expected in content.items()
        )
    except OSError:
        return False
    return same and is_sealed(folder)


def place(folder: Path, content: Content) -> None:
    """Writes `content` and its bytecode beside `folder` and renames the whole into its place;
    what stood there, damaged, goes. The caller holds the store. ArtefactError."""
    with _draft(folder.parent) as workshop, writing(folder):
        draft = workshop / "new"
        for path, data in content.items():
            file = draft / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        compile_folder(draft)
        for file in draft.rglob("*"):
            file.chmod(PASSABLE if file.is_dir() else READ_ONLY)
        if folder.exists():
            folder.rename(workshop / "old")
        draft.rename(folder)


@contextlib.contextmanager
def holding(store: Path) -> Iterator[None]:
    """One builder at a time, of all processes and threads; what a killed one left half-made is
    removed. ArtefactError when the store cannot be used."""
    with writing(store):
        store.mkdir(parents=True, exist_ok=True)
        lock = (store / ".lock").open("w")
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for leftover in store.glob(f"{WORKSHOP}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        yield


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turns a full disk, or a folder nobody may write, into one line."""
    try:
        yield
    except OSError as error:
        raise ArtefactError(f"cannot write {folder}: {error.strerror or error}") from error


@contextlib.contextmanager
def _draft(store: Path) -> Iterator[Path]:
    with writing(store):
        workshop = Path(tempfile.mkdtemp(prefix=WORKSHOP, dir=store))
    try:
        yield workshop
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _files(folder: Path) -> Iterator[Path]:
    """The content of an artefact: all but its bytecode."""
    for file in folder.rglob("*"):
        if file.is_file() and file.parent.name != CACHE and file.name != SEAL:
            yield file
