"""Old artefacts go: those nobody has used for some days, unless a process still runs in one."""

import shutil
import time
from pathlib import Path
from typing import Final

import psutil

KEPT_DAYS: Final = 7.0
DAY_S: Final = 24 * 60 * 60.0


def forget_unused(store: Path, now_s: float | None = None) -> None:
    """The time of a folder is when a build last found or made it. The caller holds the store.

    `now_s` is in seconds since 1970.
    """
    before = (time.time() if now_s is None else now_s) - KEPT_DAYS * DAY_S
    old = [folder for folder in store.glob("[!.]*") if folder.stat().st_mtime < before]
    in_use = _folders_in_use() if old else frozenset[Path]()
    for folder in old:
        if folder.resolve() not in in_use:
            shutil.rmtree(folder, ignore_errors=True)


def _folders_in_use() -> frozenset[Path]:
    """Where processes run that we may look at; replicas run in the folder of their artefact."""
    processes = psutil.process_iter(["cwd"])
    return frozenset(Path(each.info["cwd"]) for each in processes if each.info["cwd"])
