"""Kills what holds more memory than its limit, as a kernel's OOM killer does to a container.

Residence is read for the process and its workers, which are looked for once in each life: a
granian server starts its one worker before it is ready and no other after that.
"""

import contextlib
from collections.abc import Iterable
from typing import Final

import psutil

from experiments.stacks.local.families import family
from experiments.stacks.local.supervised import Supervised

CHECK_EVERY_S: Final = 0.5
MEGABYTE: Final = 1_000_000


class MemoryLimit:
    """Remembers each ready process's family between checks."""

    def __init__(self) -> None:
        self._families: dict[int, list[psutil.Process]] = {}

    def offenders(self, processes: Iterable[Supervised]) -> list[tuple[Supervised, int]]:
        """Those above their limit, and the megabytes they hold."""
        limited = [each for each in processes if each.spec.memory_mb and each.state == "ready"]
        self._families = {
            each.pid: self._families.get(each.pid) or family(each.pid)
            for each in limited
            if each.pid
        }
        held = [(each, self._megabytes(each.pid)) for each in limited if each.pid]
        return [(each, held_mb) for each, held_mb in held if held_mb > (each.spec.memory_mb or 0)]

    def _megabytes(self, pid: int) -> int:
        held = 0
        for process in self._families[pid]:
            with contextlib.suppress(psutil.NoSuchProcess):
                held += process.memory_info().rss
        return held // MEGABYTE
