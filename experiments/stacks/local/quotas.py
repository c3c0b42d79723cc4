"""Holds the replicas of a part to a CPU quota each, as a container's limit would.

A replica gets a group of its own, with its workers, when it starts or when the quota is set, and
leaves it when the quota is lifted. Where the groups are is written into the arm's folder before
the first is made, so that what a kill -9 left is found with the folder.
"""

import contextlib
import hashlib
from collections.abc import Collection
from pathlib import Path
from typing import Final

from experiments.stacks.local.cpu_groups import PREFIX, CpuGroups, enter, find_cpu_groups, remove
from experiments.stacks.local.families import growing_family
from experiments.stacks.local.supervised import Supervised
from experiments.stacks.protocol import StackError

NO_QUOTA: Final = "this system lets us set no CPU quota (no writable cgroup)"
RECORD: Final = "cpu-groups"


class Quotas:
    """The quotas of the arm in folder `arm`, whose supervisor alone uses this."""

    def __init__(self, arm: Path) -> None:
        self._arm = arm
        self._groups: CpuGroups | None = None
        self._cores: dict[str, float] = {}
        self._held: dict[str, tuple[int, float]] = {}
        """By a replica's name the process that is in its group, and the group's quota."""
        self._made: set[str] = set()
        """Whose groups there may be, entered or not."""

    def limit(self, group: str, cores: float | None) -> None:
        """From now on `hold` keeps each replica of the group to so many cores; None lifts that.
        StackError where the system has no quotas."""
        if cores is None:
            self._cores.pop(group, None)
            return
        self._groups = self._groups or self._open()
        self._cores[group] = cores

    def hold(self, processes: Collection[Supervised]) -> dict[str, OSError]:
        """Those that have come enter their groups, those that shall be free leave them. Says by
        name whom the system did not let, and why; it is tried again at the next call."""
        living = {each.spec.name: each.pid for each in processes if each.pid}
        wanted = {each.spec.name: cores for each in processes if (cores := self._of(each))}
        refused: dict[str, OSError] = {}
        for name in self._made | wanted.keys():
            try:
                self._put(name, living.get(name), wanted.get(name))
            except OSError as error:
                refused[name] = error
        return refused

    def _of(self, process: Supervised) -> float | None:
        """A command that ends by itself is no replica."""
        return None if process.spec.once else self._cores.get(process.spec.group)

    def _put(self, name: str, pid: int | None, cores: float | None) -> None:
        if cores is None:
            self._free(name, pid)
        elif pid and self._held.get(name) != (pid, cores):
            self._keep(name, pid, cores)

    def _keep(self, name: str, pid: int, cores: float) -> None:
        assert self._groups
        self._made.add(name)
        self._held.pop(name, None)
        _move(pid, self._groups.make(f"{prefix(self._arm)}{name}", cores))
        self._held[name] = pid, cores

    def _free(self, name: str, pid: int | None) -> None:
        """What has just died may still stand in its group: it is taken away later then."""
        assert self._groups
        if pid:
            _move(pid, self._groups.folder)
        self._held.pop(name, None)
        group = self._groups.group(f"{prefix(self._arm)}{name}")
        with contextlib.suppress(OSError):
            if group.exists():
                group.rmdir()
            self._made.discard(name)

    def _open(self) -> CpuGroups:
        groups = find_cpu_groups()
        if groups is None:
            raise StackError(NO_QUOTA)
        draft = self._arm / f"{RECORD}.draft"
        draft.write_text(str(groups.folder), encoding="utf-8")
        draft.replace(self._arm / RECORD)
        return groups


def remove_groups(arm: Path) -> None:
    """Takes away the groups of an arm whose processes are dead. OSError if one stays. A record
    that names no place (of another hand than ours, or cut short) counts as none."""
    record = arm / RECORD
    if record.exists() and (folder := Path(record.read_text(encoding="utf-8"))).is_absolute():
        for group in groups_of(arm, folder):
            remove(group)


def groups_of(arm: Path, folder: Path) -> list[Path]:
    """Those of the arm that there are in `folder`."""
    return sorted(folder.glob(f"{PREFIX}{prefix(arm)}*"))


def prefix(arm: Path) -> str:
    """Begins the names of the arm's groups: other labs of this machine may have the same arms."""
    return f"{arm.name}-{hashlib.sha256(str(arm).encode()).hexdigest()[:8]}-"


def _move(pid: int, group: Path) -> None:
    """A process and its descendants."""
    for each in growing_family(pid):
        enter(group, each.pid)
