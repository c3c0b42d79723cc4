"""Which of several folders has the least room: a full disk's error often names no file."""

import shutil
from collections.abc import Iterable
from pathlib import Path


def fullest(folders: Iterable[Path]) -> Path:
    """The folder whose file system has the fewest bytes free; none of them need exist."""
    return min(folders, key=lambda folder: shutil.disk_usage(nearest(folder)).free)


def nearest(folder: Path) -> Path:
    """The folder itself or the first of its parents that exists."""
    return next(place for place in (folder, *folder.parents) if place.exists())
