"""SIGSTOP and SIGCONT for a process and all its descendants.

A signal to the process group is not enough: PostgreSQL's backends have groups of their own.
"""

import contextlib
from collections.abc import Iterable

import psutil

from experiments.stacks.local.families import growing_family


def freeze(pid: int) -> tuple[psutil.Process, ...]:
    """Stops the process and its descendants; returns them. A parent stands still before its
    children are counted, so that none is born unseen."""
    frozen: list[psutil.Process] = []
    for process in growing_family(pid):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.suspend()
        frozen.append(process)
    return tuple(frozen)


def thaw(frozen: Iterable[psutil.Process]) -> None:
    """Lets those that still live go on."""
    for process in frozen:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.resume()
