"""SIGSTOP and SIGCONT for a process and all its descendants.

A signal to the process group is not enough: PostgreSQL's backends have groups of their own.
"""

import contextlib
from collections.abc import Iterable

import psutil


def freeze(pid: int) -> tuple[psutil.Process, ...]:
    """Stops the process and its descendants; returns them. A parent stands still before its
    children are counted, so that none is born unseen."""
    frozen: list[psutil.Process] = []
    while fresh := [process for process in family(pid) if process not in frozen]:
        for process in fresh:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.suspend()
        frozen += fresh
    return tuple(frozen)


def thaw(frozen: Iterable[psutil.Process]) -> None:
    """Lets those that still live go on."""
    for process in frozen:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.resume()


def family(pid: int) -> list[psutil.Process]:
    """A process and its living descendants; empty when it is gone."""
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []
