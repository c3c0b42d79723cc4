"""Folders that are costly to make and copied at each start: made whole or not at all.

A template's name ends in a digest of everything that went into it, so a changed migration or
setting makes a new one. It is built under another name and renamed when it is complete.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from experiments.stacks.local.places import Places
from experiments.stacks.protocol import StackError

SOURCE_SUFFIXES: Final = frozenset({".py", ".sql", ".mako", ".yaml"})
KEPT: Final = 3


def digest_of(folders: Iterable[Path], facts: Iterable[str]) -> str:
    """A short digest of the sources under `folders` (tests apart) and of the given facts."""
    digest = hashlib.sha256()
    for fact in facts:
        digest.update(fact.encode() + b"\0")
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.suffix in SOURCE_SUFFIXES and "tests" not in file.parts:
                digest.update(str(file.relative_to(folder)).encode() + b"\0")
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def template_folder(places: Places, name: str, digest: str) -> Path:
    """Where the template is, or will be."""
    return places.cache / "templates" / f"{name}-{digest}"


def is_built(template: Path) -> bool:
    """Whether it is complete; notes that it is still in use."""
    try:
        os.utime(template)
    except FileNotFoundError:
        return False
    return True


@contextlib.contextmanager
def under_construction(template: Path) -> Iterator[Path]:
    """A new empty folder that becomes `template` when the block ends well, and vanishes when
    it does not. What an earlier build left half-made is removed."""
    template.parent.mkdir(parents=True, exist_ok=True)
    partial = template.with_name(f"{template.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    try:
        yield partial
        partial.rename(template)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def forget_unused(places: Places) -> None:
    """Of each name's templates keeps those KEPT that were used last; removes half-built ones."""
    by_name: defaultdict[str, list[Path]] = defaultdict(list)
    for folder in (places.cache / "templates").glob("*"):
        if folder.suffix == ".partial":
            shutil.rmtree(folder, ignore_errors=True)
        else:
            by_name[folder.name.rpartition("-")[0]].append(folder)
    for folders in by_name.values():
        folders.sort(key=lambda folder: folder.stat().st_mtime)
        for folder in folders[:-KEPT]:
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def exclusively(lock: Path, deadline_s: float) -> Iterator[None]:
    """Holds a lock file against other labs of this user; waits `deadline_s` for them."""
    end = time.monotonic() + deadline_s
    with lock.open("w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > end:
                    raise StackError(f"another lab is busy with {lock.stem}: wait for it") from None
                time.sleep(0.05)
            else:
                break
        yield
