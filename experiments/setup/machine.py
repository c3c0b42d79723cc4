"""Reads the machine: ports, processes, and how busy it is by the kernel's counters."""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from experiments.stacks.local.process import MARKER

Counters = Callable[[], tuple[float, float, float]]


@dataclass(frozen=True)
class Load:
    """Shares of all cores' time between two readings: busy (steal included) and stolen."""

    busy: float
    steal: float


def counters() -> tuple[float, float, float]:
    """Seconds since the start of the machine: total, idle (waiting for disks included), stolen."""
    times = psutil.cpu_times()
    steal = float(getattr(times, "steal", 0.0))
    idle = times.idle + float(getattr(times, "iowait", 0.0))
    total = times.user + times.system + idle + steal + float(getattr(times, "nice", 0.0))
    return total, idle, steal


def sample(
    seconds: float,
    read: Counters = counters,
    pause: Callable[[float], None] = time.sleep,
) -> Load | None:
    """The load over the next `seconds`, or None when the counters do not move."""
    total, idle, steal = read()
    pause(seconds)
    later_total, later_idle, later_steal = read()
    passed = later_total - total
    if passed <= 0:
        return None
    return Load(busy=1 - (later_idle - idle) / passed, steal=(later_steal - steal) / passed)


@dataclass(frozen=True)
class Marked:
    """A process that a lab started, for what lies in `folder`."""

    process: psutil.Process
    folder: Path

    @property
    def arm(self) -> str:
        """Or "outside"."""
        return self.folder.name

    def __str__(self) -> str:
        with suppress(psutil.Error):
            return f"{self.process.pid} {self.process.name()}"
        return f"{self.process.pid}"


def marked_processes() -> list[Marked]:
    """Processes that a lab started; those that cannot be read are not ours."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if folder := process.environ().get(MARKER):
                found.append(Marked(process, Path(folder)))
    return found


def ports_of(found: Iterable[Marked]) -> frozenset[int]:
    """Ports that these processes listen on."""
    numbers: set[int] = set()
    for each in found:
        with suppress(psutil.Error):
            held = each.process.net_connections("tcp")
            numbers.update(one.laddr.port for one in held if one.status == psutil.CONN_LISTEN)
    return frozenset(numbers)
