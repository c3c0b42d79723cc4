"""Watching the generator itself: a load that was late, asleep or misread the time is no load.

Pure but for `read_clocks`; the generator's heartbeat feeds it.
"""

import time
from dataclasses import dataclass

LAG_P99_LIMIT_MS = 10.0
GAP_LIMIT_S = 0.5
SLEEP_LIMIT_S = 0.05
STEP_LIMIT_S = 0.02
CAUSALITY_LIMIT_MS = -5.0


@dataclass(frozen=True)
class Clocks:
    """One reading of every clock. `boot_s` counts the machine's sleep too; None if unknown."""

    wall_s: float
    monotonic_s: float
    boot_s: float | None


def read_clocks() -> Clocks:
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    monotonic_s = time.monotonic()
    return Clocks(time.time(), monotonic_s, None if boot is None else time.clock_gettime(boot))


class Vigil:
    """Notes the longest pause between two heartbeats."""

    def __init__(self, now_s: float) -> None:
        self._last_s = now_s
        self.longest_gap_s = 0.0

    def beat(self, now_s: float) -> None:
        self.longest_gap_s = max(self.longest_gap_s, now_s - self._last_s)
        self._last_s = now_s


@dataclass(frozen=True)
class Watched:
    """What was seen of the generator over one load."""

    began: Clocks
    ended: Clocks
    longest_gap_s: float
    lag_p99_ms: float
    earliest_settle_ms: float
    stopped_by: str = ""
    ran_out: bool = False

    @property
    def machine_slept_s(self) -> float:
        if self.began.boot_s is None or self.ended.boot_s is None:
            return 0.0
        slept = self.ended.boot_s - self.ended.monotonic_s
        return slept - (self.began.boot_s - self.began.monotonic_s)

    @property
    def wall_step_s(self) -> float:
        stepped = self.ended.wall_s - self.ended.monotonic_s
        return stepped - (self.began.wall_s - self.began.monotonic_s) - self.machine_slept_s

    @property
    def was_suspended(self) -> bool:
        return self.longest_gap_s > GAP_LIMIT_S or self.machine_slept_s > SLEEP_LIMIT_S

    def objections(self) -> tuple[str, ...]:
        """Why this load must not be scored; empty if it may."""
        found = (
            (bool(self.stopped_by), f"the load was stopped by {self.stopped_by}"),
            (
                self.ran_out,
                "the clients had nothing left to ask for: the arm serves more than they were given",
            ),
            (
                self.lag_p99_ms > LAG_P99_LIMIT_MS,
                f"the generator ran late: lag p99 {self.lag_p99_ms:.1f} ms,"
                f" {LAG_P99_LIMIT_MS:.0f} allowed",
            ),
            (
                self.longest_gap_s > GAP_LIMIT_S,
                f"the generator did not run for {self.longest_gap_s:.1f} s",
            ),
            (
                self.machine_slept_s > SLEEP_LIMIT_S,
                f"the machine slept for {self.machine_slept_s:.1f} s",
            ),
            (
                abs(self.wall_step_s) > STEP_LIMIT_S,
                f"the wall clock was set by {1000 * self.wall_step_s:+.0f} ms",
            ),
            (
                self.earliest_settle_ms < CAUSALITY_LIMIT_MS,
                f"an order settled {-self.earliest_settle_ms:.0f} ms before it was due:"
                " clocks differ, or the seed was used before on this data",
            ),
        )
        return tuple(text for is_so, text in found if is_so)
