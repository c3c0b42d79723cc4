"""What the operating system gives beyond Python's own modules, and what macOS lacks of it.

Linux: orphans come home to the supervisor (child subreaper), children die with their parent
(PR_SET_PDEATHSIG), processes are pinned to cores, memory is PSS where the kernel tells it. macOS
has none of these.
"""

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Final

import psutil

from experiments.setup.proportional import tells_pss

LINUX: Final = sys.platform == "linux"
MEMORY_KIND: Final = "pss" if tells_pss() else "rss"
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_CHILD_SUBREAPER: Final = 36


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def adopt_orphans() -> None:
    """Makes this process the parent of every descendant whose own parent dies."""
    if LINUX:
        _libc().prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def before_exec(cores: frozenset[int] | None) -> Callable[[], None]:
    """To run in a child between fork and exec: die with the parent, run on `cores` only.

    Build it before the fork, so that nothing is loaded in the child. The parent must not
    have other threads.
    """
    parent = os.getpid()
    prctl = _libc().prctl if LINUX else None

    def prepare() -> None:
        if prctl is not None:
            prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)
            if cores:
                os.sched_setaffinity(0, cores)

    return prepare


def pin(pid: int, cores: Iterable[int]) -> None:
    """Moves every thread of a process to `cores`; does nothing where that is not possible."""
    if not LINUX:
        return
    wanted = set(cores)
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            with contextlib.suppress(ProcessLookupError):
                os.sched_setaffinity(int(thread.name), wanted)


def cpu_seconds(process: psutil.Process) -> float:
    """User and system time of a living process and of its children that it has reaped.

    The process's own time comes from its CPU clock (nanoseconds; see clock_getcpuclockid(3)),
    since the kernel rounds /proc's figures to 10 ms. NoSuchProcess when it is gone.
    """
    times = process.cpu_times()
    if not LINUX:
        return times.user + times.system
    try:
        own = time.clock_gettime((~process.pid << 3) | 2)
    except OSError:
        own = times.user + times.system
    return own + times.children_user + times.children_system


def memory_bytes(process: psutil.Process) -> int:
    """Memory held by a living process, as MEMORY_KIND says; 0 when it has just died."""
    if MEMORY_KIND == "rss":
        return int(process.memory_info().rss)
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def remove_shared_memory(key: int, ident: int) -> None:
    """Removes a System V segment that a killed PostgreSQL left, if it still is that one."""
    if _libc().shmget(ctypes.c_int(key), ctypes.c_size_t(0), 0) == ident:
        _libc().shmctl(ident, 0, None)
