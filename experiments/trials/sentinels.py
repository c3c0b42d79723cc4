"""What must not happen to the machine during a visit, judged from the readings around it.

A tripped sentinel does not say that a figure is wrong, only that nobody can tell any more.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from experiments.outside.behaviour import QUESTIONS
from experiments.trials.machine import Reading

FOREIGN_CORES = 0.10
STEAL_SHARE = 0.01
THROTTLED_SHARE = 0.01
SLEEP_S = 0.05
CLOCK_S = 0.05
STALL_SHARE = 0.01
SWAPPED_KIB = 1024.0
DISK_FREE_MB = 500.0


@dataclass(frozen=True)
class Sentinel:
    """`value` is None where the system does not show it; `text` says what happened."""

    name: str
    value: float | None
    limit: float
    tripped: bool
    text: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def watch(before: Reading, after: Reading) -> tuple[Sentinel, ...]:
    """The machine's sentinels over the time between two readings."""
    return tuple(_machine(before, after))


def generator(load: str, objections: tuple[str, ...]) -> Sentinel:
    """The load generator's own word on whether its load may be scored."""
    text = "; ".join(f"{load}: {objection}" for objection in objections)
    return Sentinel("generator", float(len(objections)), 0.0, bool(objections), text)


def fault(unreal: tuple[str, ...]) -> Sentinel:
    """Whether each fault fired, was seen by a client, and cleared; `unreal` says why not."""
    return Sentinel("fault", float(len(unreal)), 0.0, bool(unreal), "; ".join(unreal))


def outside(asked: Callable[[str], bool]) -> Sentinel:
    """Whether the outside world still serves once the trial is over: had it ended on its own, what
    orders came to would be its doing."""
    silent = [question for question in QUESTIONS if not asked(question)]
    text = f"the outside world does not answer: {', '.join(silent)}" if silent else ""
    return Sentinel("outside world", float(len(silent)), 0.0, bool(silent), text)


def steady_state(share: float | None, least: float) -> Sentinel:
    """Whether the arm was well before the experiment disturbed it; shares in percent."""
    if share is None:
        return Sentinel("steady state", None, least, True, "nothing ran before the disturbance")
    text = f"only {share:.1f}% were good before the disturbance" if share < least else ""
    return Sentinel("steady state", share, least, bool(text), text)


def _machine(before: Reading, after: Reading) -> Iterator[Sentinel]:
    seconds = max(after.monotonic_s - before.monotonic_s, 1e-9)
    foreign = foreign_cores(before, after)
    yield _above("foreign CPU", foreign, FOREIGN_CORES, "other programs used {:.2f} cores")
    yield _above(
        "steal", _steal_share(before, after), STEAL_SHARE, "other machines took {:.1%} of the CPU"
    )
    yield _above(
        "throttling",
        _rate(before.throttled_s, after.throttled_s, seconds),
        THROTTLED_SHARE,
        "a CPU quota held the lab back for {:.1%} of the time",
    )
    yield _above("suspend", slept_s(before, after), SLEEP_S, "the machine slept for {:.1f} s")
    yield _above("clock", moved_s(before, after), CLOCK_S, "the clock was set {:.1f} s off")
    yield _above(
        "memory pressure",
        _rate(before.memory_stall_s, after.memory_stall_s, seconds),
        STALL_SHARE,
        "processes waited for memory for {:.1%} of the time",
    )
    yield _above(
        "swap",
        _rate(before.swapped_kib, after.swapped_kib, 1.0),
        SWAPPED_KIB,
        "{:.0f} KiB went to or from swap",
    )
    free_mb = after.disk_free_bytes / 1e6
    text = f"the disk has {free_mb:.0f} MB left" if free_mb < DISK_FREE_MB else ""
    yield Sentinel("disk", free_mb, DISK_FREE_MB, bool(text), text)


def foreign_cores(before: Reading, after: Reading) -> float | None:
    """How many cores' time processes took that are not the lab's; 0.5 is half a core.

    Counters are rounded, so a quiet machine may show a little less than nothing: that is 0.
    """
    if before.cpu is None or after.cpu is None:
        return None
    used = after.cpu.busy_s - before.cpu.busy_s - (after.own_cpu_s - before.own_cpu_s)
    return max(0.0, used / max(after.monotonic_s - before.monotonic_s, 1e-9))


def slept_s(before: Reading, after: Reading) -> float | None:
    """How long the machine was suspended: the clock that counts sleep, less the one that does
    not."""
    if before.boot_s is None or after.boot_s is None:
        return None
    return after.boot_s - after.monotonic_s - (before.boot_s - before.monotonic_s)


def moved_s(before: Reading, after: Reading) -> float:
    """How far the time of day was set, either way: settling is measured by it."""
    passed_s = after.monotonic_s - before.monotonic_s + (slept_s(before, after) or 0.0)
    return abs(after.wall_s - before.wall_s - passed_s)


def _steal_share(before: Reading, after: Reading) -> float | None:
    if before.cpu is None or after.cpu is None:
        return None
    all_cores = after.cpu.cores * max(after.monotonic_s - before.monotonic_s, 1e-9)
    return (after.cpu.steal_s - before.cpu.steal_s) / all_cores


def _rate(before: float | None, after: float | None, seconds: float) -> float | None:
    return None if before is None or after is None else (after - before) / seconds


def _above(name: str, value: float | None, limit: float, text: str) -> Sentinel:
    tripped = value is not None and value > limit
    return Sentinel(name, value, limit, tripped, text.format(value) if tripped else "")
