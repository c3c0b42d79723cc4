"""Copying whole folders, and a clear line when the disk is full."""

import contextlib
import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from experiments.stacks.protocol import StackError

MEGABYTE: Final = 1_000_000
ROOM_TO_START_MB: Final = 600


def copy_folder(source: Path, target: Path) -> None:
    """Copies a folder with owners, modes and times; `target` must not exist. StackError, with
    nothing left of the copy, when it fails."""
    done = subprocess.run(
        ["cp", "-a", str(source), str(target)], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        shutil.rmtree(target, ignore_errors=True)
        said = (done.stderr.strip().splitlines() or ["cp failed"])[-1]
        raise StackError(f"cannot copy {source.name} to {target.parent}: {said}")


def require_room(folder: Path, megabytes: int = ROOM_TO_START_MB) -> None:
    """StackError when the folder's file system has less free (10^6 bytes each)."""
    free = shutil.disk_usage(folder).free // MEGABYTE
    if free < megabytes:
        raise StackError(f"the disk is full: {folder} has {free} MB free, {megabytes} are needed")


@contextlib.contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turns a full disk or an unwritable folder inside the block into a StackError."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS):
            raise
        where = error.filename or folder
        raise StackError(f"cannot write {where}: {os.strerror(error.errno)}") from error
