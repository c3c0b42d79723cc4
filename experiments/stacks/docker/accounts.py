"""What an arm's containers have used: of the living by asking the engine, of the dead as last seen.

The engine forgets a container's counters with its death. So what one used between the last look at
it and its end is in no group's sum. It is in the arm's: that is counted by the kernel, in the group
that holds all containers of the arm, where this process can read it.
"""

import threading
from collections import defaultdict
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from experiments.stacks.docker.engine import Engine, asking, unless_gone
from experiments.stacks.docker.kept import Kept
from experiments.stacks.docker.meter import Meter
from experiments.stacks.protocol import GroupUsage, Usage

AT_ONCE: Final = 8
KIND: Final = "cgroup"
"""Of memory: what the kernel charges to a container, without file pages that it could take back."""
Seen = tuple[float, int]
"""CPU seconds, and bytes."""


class Accounts:
    """Of one arm. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._last: dict[str, float] = {}
        self._dead: defaultdict[str, float] = defaultdict(float)
        self._meter = Meter(engine)

    def look(self, kept: Kept) -> Seen:
        """What a living container has used. Nothing for one that has just died."""
        seen = self._ask(kept.id)
        with self._lock:
            if seen[0]:
                self._last[kept.id] = max(seen[0], self._last.get(kept.id, 0.0))
        return seen

    def buried(self, kept: Kept) -> None:
        """Its counters begin anew if it is started again."""
        with self._lock:
            self._dead[kept.spec.group] += self._last.pop(kept.id, 0.0)

    def usage(self, all_kept: Collection[Kept]) -> Usage:
        living = [kept for kept in all_kept if kept.runs]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            seen = dict(zip((kept.id for kept in living), pool.map(self.look, living), strict=True))
        with self._lock:
            groups = self._groups(all_kept, seen)
        told = sum(group.cpu_seconds for group in groups.values())
        return Usage(
            cpu_seconds=max(told, self._meter.read(living, told) or 0.0),
            memory_bytes=sum(group.memory_bytes for group in groups.values()),
            memory_kind=KIND,
            groups=groups,
        )

    def _groups(
        self, all_kept: Collection[Kept], seen: Mapping[str, Seen]
    ) -> dict[str, GroupUsage]:
        cpu = defaultdict(float, self._dead)
        memory: defaultdict[str, int] = defaultdict(int)
        for kept in all_kept:
            cpu[kept.spec.group] += self._last.get(kept.id, 0.0)
            memory[kept.spec.group] += seen.get(kept.id, (0.0, 0))[1]
        return {name: GroupUsage(cpu[name], memory[name]) for name in sorted(cpu)}

    def _ask(self, container: str) -> Seen:
        stats: Mapping[str, Any] = {}
        with asking("the engine does not tell what is used"), unless_gone():
            stats = self._engine.api.stats(container, stream=False, one_shot=True)
        return cpu_of(stats), memory_of(stats)


def cpu_of(stats: Mapping[str, Any]) -> float:
    """Seconds, user and system, of all that ran in the container since it was started."""
    return float(stats.get("cpu_stats", {}).get("cpu_usage", {}).get("total_usage", 0)) / 1e9


def memory_of(stats: Mapping[str, Any]) -> int:
    """As `docker stats` shows it: without the file pages that nobody has used for some time."""
    memory = stats.get("memory_stats", {})
    details = memory.get("stats", {})
    idle = details.get("total_inactive_file", details.get("inactive_file", 0))
    return max(0, int(memory.get("usage", 0)) - int(idle))
