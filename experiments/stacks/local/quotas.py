"""Holds the replicas of a part to a CPU quota each, as a container's limit would.

A replica gets a group of its own, with its workers, when it starts or when the quota is set, and
leaves it when the quota is lifted. Where the groups are is written into the arm's folder before
the first is made, so that what a kill -9 left is found with the folder.
"""

import contextlib
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from experiments.stacks.local.cpu_groups import PREFIX, CpuGroups, enter, find_cpu_groups, remove
from experiments.stacks.local.freezing import family
from experiments.stacks.local.supervised import Supervised
from experiments.stacks.protocol import Ability, StackError

NO_QUOTA: Final = "this system lets us set no CPU quota (no writable cgroup)"
RECORD: Final = "cpu-groups"


def unable() -> Mapping[Ability, str]:
    """What the local stack cannot do on this machine, and why."""
    return {} if find_cpu_groups() else {Ability.CPU_QUOTA: NO_QUOTA}


class Quotas:
    """The quotas of the arm in folder `arm`, whose supervisor alone uses this."""

    def __init__(self, arm: Path) -> None:
        self._arm = arm
        self._groups: CpuGroups | None = None
        self._cores: dict[str, float] = {}
        self._held: dict[str, tuple[int, float]] = {}
        """By a replica's name the process that is in its group, and the group's quota."""

    def limit(self, group: str, cores: float | None) -> None:
        """From now on `hold` keeps each replica of the group to so many cores; None lifts that.
        StackError where the system has no quotas."""
        if cores is None:
            self._cores.pop(group, None)
            return
        self._groups = self._groups or self._open()
        self._cores[group] = cores

    def hold(self, processes: Iterable[Supervised]) -> None:
        """Those that have come enter their groups, those that shall be free leave them. Raises
        OSError; a replica that cannot be held then never gets ready."""
        living = {each.spec.name: each.pid for each in processes if each.pid}
        wanted = {each.spec.name: cores for each in processes if (cores := self._of(each))}
        for name in self._held.keys() - wanted.keys():
            self._free(name, living.get(name))
        for name in living.keys() & wanted.keys():
            if self._held.get(name) != (state := (living[name], wanted[name])):
                self._keep(name, *state)

    def _of(self, process: Supervised) -> float | None:
        """A command that ends by itself is no replica."""
        return None if process.spec.once else self._cores.get(process.spec.group)

    def _keep(self, name: str, pid: int, cores: float) -> None:
        assert self._groups
        _move(pid, self._groups.make(f"{_mark(self._arm)}{name}", cores))
        self._held[name] = pid, cores

    def _free(self, name: str, pid: int | None) -> None:
        """What has just died may still stand in its group: it is taken away later then."""
        assert self._groups
        if pid:
            _move(pid, self._groups.folder)
        with contextlib.suppress(OSError):
            self._groups.group(f"{_mark(self._arm)}{name}").rmdir()
            del self._held[name]

    def _open(self) -> CpuGroups:
        groups = find_cpu_groups()
        if groups is None:
            raise StackError(NO_QUOTA)
        (self._arm / RECORD).write_text(str(groups.folder), encoding="utf-8")
        return groups


def remove_groups(arm: Path) -> None:
    """Takes away the groups of an arm whose processes are dead. OSError if one stays."""
    record = arm / RECORD
    if record.exists():
        for group in groups_of(arm, Path(record.read_text(encoding="utf-8"))):
            remove(group)


def groups_of(arm: Path, folder: Path | None = None) -> list[Path]:
    """Those of the arm that there are, in `folder` or where this process would make them."""
    if folder is None:
        found = find_cpu_groups()
        folder = found.folder if found else None
    return sorted(folder.glob(f"{PREFIX}{_mark(arm)}*")) if folder else []


def _mark(arm: Path) -> str:
    """Begins the names of the arm's groups: other labs of this machine may have the same arms."""
    return f"{arm.name}-{hashlib.sha256(str(arm).encode()).hexdigest()[:8]}-"


def _move(pid: int, group: Path) -> None:
    """A process and its descendants; again for those that were born meanwhile."""
    moved: set[int] = set()
    while fresh := {each.pid for each in family(pid)} - moved:
        for each in fresh:
            enter(group, each)
        moved |= fresh
