"""CPU and memory of an arm by group of processes, the dead included.

Living processes are asked; the dead are charged when they are reaped, from the kernel's own
account (wait4), to the group they belonged to. An arm cannot look cheap by crashing.
"""

import contextlib
import os
from collections import defaultdict
from resource import struct_rusage

import psutil

from experiments.stacks.local.system import cpu_seconds, memory_bytes
from experiments.stacks.protocol import GroupUsage

LAB = "lab"
"""The group of what the lab does for itself inside an arm, such as copying templates: not
counted as the arm's."""
STRAY = "other"
"""Takes what no group can be named for: an orphan that died unseen."""


class Accounts:
    """The books of one supervisor."""

    def __init__(self) -> None:
        self._group_of: dict[int, str] = {}
        self._dead_s: defaultdict[str, float] = defaultdict(float)
        self._highest_s: defaultdict[str, float] = defaultdict(float)

    def born(self, pid: int, group: str) -> None:
        """A process was started for this group; its descendants belong to it too."""
        self._group_of[pid] = group

    def buried(self, pid: int, used: struct_rusage) -> None:
        """A process was reaped: its time, and that of the children it had reaped, is kept."""
        group = self._group_of.pop(pid, STRAY)
        self._dead_s[group] += used.ru_utime + used.ru_stime

    def meet_descendants(self) -> list[psutil.Process]:
        """All living descendants, each noted under its group for the day its parent dies."""
        living = psutil.Process(os.getpid()).children(recursive=True)
        parents: dict[int, int] = {}
        for process in living:
            with contextlib.suppress(psutil.NoSuchProcess):
                parents[process.pid] = process.ppid()
        self._group_of = {pid: self._trace(pid, parents) for pid in parents}
        return living

    def usage(self) -> dict[str, GroupUsage]:
        """What each group has used since the start, and holds now. The kernel rounds a dead
        child's time down; a figure that was once reported is never taken back for that."""
        cpu = defaultdict(float, self._dead_s)
        memory: defaultdict[str, int] = defaultdict(int)
        for process in self.meet_descendants():
            group = self._group_of.get(process.pid, STRAY)
            with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                cpu[group] += cpu_seconds(process)
                memory[group] += memory_bytes(process)
        for name, seconds in cpu.items():
            self._highest_s[name] = max(self._highest_s[name], seconds)
        groups = sorted(cpu.keys() - {LAB})
        return {name: GroupUsage(self._highest_s[name], memory[name]) for name in groups}

    def _trace(self, pid: int, parents: dict[int, int]) -> str:
        while pid not in self._group_of:
            if pid not in parents:
                return STRAY
            pid = parents[pid]
        return self._group_of[pid]
