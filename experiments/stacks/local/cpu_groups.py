"""Groups of processes that may use so much CPU and no more: Linux cgroups, version 1 or 2.

They are made below the group that the asking process is in, which is the only place where an
ordinary user may have been given leave to. Version 2 forbids processes in a group that hands
controllers down, except where all groups below are "threaded", which those for CPU may be
(kernel.org, "Control Group v2", "Threads"); so nothing that runs already needs to be moved.
"""

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

PERIOD_US: Final = 100_000
"""The kernel's default, and the one that containers get."""
PREFIX: Final = "cleave-"
EMPTY_S: Final = 1.0
POLL_S: Final = 0.01


@dataclass(frozen=True)
class CpuGroups:
    """Makes groups in `folder`. Every method may raise OSError."""

    folder: Path
    version: Literal[1, 2]

    def group(self, name: str) -> Path:
        """The group of this name, made or not."""
        return self.folder / f"{PREFIX}{name}"

    def make(self, name: str, cores: float) -> Path:
        """A group whose processes together get `cores` (0.1 is a tenth of one) at most."""
        group = self.group(name)
        group.mkdir(exist_ok=True)
        quota = max(1000, round(cores * PERIOD_US))
        if self.version == 1:
            (group / "cpu.cfs_period_us").write_text(str(PERIOD_US))
            (group / "cpu.cfs_quota_us").write_text(str(quota))
            return group
        if (group / "cgroup.type").read_text().strip() != "threaded":
            (group / "cgroup.type").write_text("threaded")
        (self.folder / "cgroup.subtree_control").write_text("+cpu")
        (group / "cpu.max").write_text(f"{quota} {PERIOD_US}")
        return group


def enter(group: Path, pid: int) -> None:
    """Puts a process with all its threads into the group; what it forks follows it."""
    with contextlib.suppress(ProcessLookupError):
        (group / "cgroup.procs").write_text(str(pid))


def remove(group: Path) -> None:
    """What has just died may still stand in the group for a moment. OSError if it stays."""
    end = time.monotonic() + EMPTY_S
    while True:
        try:
            group.rmdir()
        except FileNotFoundError:
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(POLL_S)


def find_cpu_groups(proc: Path = Path("/proc/self")) -> CpuGroups | None:
    """Where this process may make such groups, tried by making one; None if nowhere."""
    for groups in _candidates(proc):
        with contextlib.suppress(OSError):
            trial = f"trial-{os.getpid()}"
            try:
                groups.make(trial, 1.0)
            finally:
                remove(groups.group(trial))
            return groups
    return None


def groups_of(process: int, here: Path = Path("/proc/self")) -> Iterator[CpuGroups]:
    """Those that another process is in, as this one sees them."""
    return _candidates(Path(f"/proc/{process}"), here)


def used_s(groups: CpuGroups) -> float | None:
    """CPU seconds of all that is or was in the group and below it; None if it does not say."""
    try:
        if groups.version == 1:
            return int((groups.folder / "cpuacct.usage").read_text()) / 1e9
        stat = dict(line.split() for line in (groups.folder / "cpu.stat").read_text().splitlines())
        return int(stat["usage_usec"]) / 1e6
    except (OSError, ValueError, KeyError):
        return None


def _candidates(proc: Path, here: Path | None = None) -> Iterator[CpuGroups]:
    """The process's own group in each hierarchy that is mounted and may control CPU; mounted for
    the process `here`, if that is another."""
    try:
        own = dict(_own_groups((proc / "cgroup").read_text()))
        mounts = ((here or proc) / "mountinfo").read_text().splitlines()
    except OSError:
        return
    for line in mounts:
        before, _, after = line.partition(" - ")
        kind, _, options = after.split(" ", 2)
        root, where = before.split()[3:5]
        if kind == "cgroup" and "cpu" in options.split(",") and "cpu" in own:
            yield CpuGroups(_below(where, root, own["cpu"]), 1)
        elif kind == "cgroup2" and "" in own:
            yield CpuGroups(_below(where, root, own[""]), 2)


def _own_groups(text: str) -> Iterator[tuple[str, str]]:
    """Controller and path, from /proc/self/cgroup; version 2 has no controller's name there."""
    for line in text.splitlines():
        _, controllers, path = line.split(":", 2)
        for controller in controllers.split(","):
            yield controller, path


def _below(where: str, root: str, path: str) -> Path:
    """Where the group `path` is seen, if `root` of the hierarchy is mounted at `where`."""
    return Path(where) / path.removeprefix(root).lstrip("/")
