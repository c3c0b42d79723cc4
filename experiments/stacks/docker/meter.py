"""The CPU of a whole arm as the kernel counts it: in the one group that holds all its containers,
the dead ones included."""

from collections.abc import Iterable
from typing import Final

from experiments.stacks.docker.engine import Engine, asking, unless_gone
from experiments.stacks.docker.kept import Kept
from experiments.stacks.local.cpu_groups import CpuGroups, groups_of, used_s

OURS: Final = "cleave"
"""Begins the name of every arm's group; see Ground.cgroup. The number of a process may be
another's, where the engine counts processes for itself."""


class Meter:
    """None is read where the engine has a kernel of its own: in a virtual machine, say."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._group: CpuGroups | None = None
        self._before: float | None = None

    def read(self, living: Iterable[Kept], told: float) -> float | None:
        """CPU seconds since the arm was started. The group outlives its containers, so at the first
        call, before any has died, what the engine has `told` of them says where it began."""
        self._group = self._group or self._find(living)
        now = used_s(self._group) if self._group else None
        if now is None:
            return None
        if self._before is None:
            self._before = now - told
        return now - self._before

    def _find(self, living: Iterable[Kept]) -> CpuGroups | None:
        for kept in living:
            process = 0
            with asking("the engine does not tell what runs"), unless_gone():
                process = int(self._engine.api.inspect_container(kept.id)["State"]["Pid"])
            if not process:
                continue
            for group in groups_of(process):
                parent = CpuGroups(group.folder.parent, group.version)
                if parent.folder.name.startswith(OURS) and used_s(parent) is not None:
                    return parent
            return None
        return None
