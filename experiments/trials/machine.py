"""Readings of the machine during a visit: what others did to it, and to us, in the meantime.

Only Linux shows all of it; what cannot be read is None, and the sentinel that needs it says so.
"""

import contextlib
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from experiments.stacks.local.system import cpu_seconds

PROC = Path("/proc")
TICKS_PER_S = 100
"""USER_HZ, the unit of /proc/stat: 100 on every Linux that Python's wheels are built for."""

PAGE_KIB = 4
CGROUPS = (
    (Path("/sys/fs/cgroup/cpu.stat"), "throttled_usec", 1e-6),
    (Path("/sys/fs/cgroup/cpu/cpu.stat"), "throttled_time", 1e-9),
)


@dataclass(frozen=True)
class CpuTimes:
    """Seconds of all cores since the machine's start, from the first line of /proc/stat.

    `busy_s` is user, nice and system time. Interrupts are left out: the kernel answers our own
    packets in them and charges them to nobody. `steal_s` went to other virtual machines.
    """

    busy_s: float
    steal_s: float
    cores: int


@dataclass(frozen=True)
class Reading:
    """The machine at one moment. `own_cpu_s` is what the lab's process and all below it used;
    `wall_s` is the time of day, in seconds since 1970."""

    monotonic_s: float
    boot_s: float | None
    cpu: CpuTimes | None
    own_cpu_s: float
    throttled_s: float | None
    memory_stall_s: float | None
    swapped_kib: float | None
    disk_free_bytes: int
    wall_s: float

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read_machine(folder: Path) -> Reading:
    """Read every counter; `folder` says which disk matters."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return Reading(
        monotonic_s=time.monotonic(),
        boot_s=None if boot is None else time.clock_gettime(boot),
        cpu=cpu_times(_text(PROC / "stat")),
        own_cpu_s=own_cpu_seconds(),
        throttled_s=_throttled(),
        memory_stall_s=memory_stall_s(_text(PROC / "pressure" / "memory")),
        swapped_kib=swapped_kib(_text(PROC / "vmstat")),
        disk_free_bytes=shutil.disk_usage(folder).free,
        wall_s=time.time(),
    )


def cpu_times(stat: str) -> CpuTimes | None:
    """From the text of /proc/stat; None if that is empty."""
    lines = stat.splitlines()
    if not lines:
        return None
    user, nice, system, _, _, _, _, steal, *_ = (int(word) for word in lines[0].split()[1:])
    cores = sum(line.startswith("cpu") for line in lines) - 1
    return CpuTimes((user + nice + system) / TICKS_PER_S, steal / TICKS_PER_S, cores)


def memory_stall_s(pressure: str) -> float | None:
    """Seconds in which something waited for memory, from the text of /proc/pressure/memory."""
    for line in pressure.splitlines():
        if line.startswith("some"):
            return int(line.rpartition("total=")[2]) / 1e6
    return None


def swapped_kib(vmstat: str) -> float | None:
    """Memory moved to and from swap since the machine's start, from the text of /proc/vmstat."""
    pages = [
        int(line.split()[1])
        for line in vmstat.splitlines()
        if line.startswith(("pswpin ", "pswpout "))
    ]
    return float(sum(pages) * PAGE_KIB) if pages else None


def own_cpu_seconds() -> float:
    """What this process, its descendants and the dead among them have used.

    The arm's supervisor adopts its orphans, so the descendants hold the whole arm.
    """
    me = psutil.Process()
    total = 0.0
    for process in (me, *me.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            total += cpu_seconds(process)
    return total


def _throttled() -> float | None:
    for path, key, unit in CGROUPS:
        for line in _text(path).splitlines():
            name, _, value = line.partition(" ")
            if name == key:
                return int(value) * unit
    return None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:
        return ""
