"""What keeps a process up while something that it needs, or somebody who asks it, does not behave.

One object for both arms. Every replica of either reads it from its environment, which the lab fills
from experiments/budget.toml; the values below are the same. 0 leaves a protection out: then all is
as the libraries have it, for a whole arm by `cleave run NAME --without breaker`.
"""

from dataclasses import dataclass

MANY = 64
"""Threads, where nothing keeps a feature to its own: as many as a replica has for HTTP."""


@dataclass(frozen=True)
class Protections:
    pool_ms: int = 500
    """Timeouts: for a database connection to be free."""
    statement_ms: int = 900
    """Timeouts: for the answer to a statement. Longer than the databases wait for a lock, so that a
    lock is told from a server that stands still."""
    failures_to_open: int = 5
    """Breaker: so many in a row, and what fails is left alone."""
    open_ms: int = 2_000
    """Breaker: until somebody tries again to call what failed."""
    look_ms: int = 500
    """Breaker: until a database that failed is looked at again."""
    slots: int = 10
    """Requests that are at work in a process at a time."""
    slots_of_one: int = 8
    """Bulkhead: those that one feature may have of them."""
    calls_of_one: int = 6
    """Bulkhead: calls of one other part that may be under way at a time."""
    waiting: int = 52
    """Shedding: requests that may wait for a slot, three quarters of them for one feature's."""
    longest_wait_ms: int = 800
    """Shedding: for a slot."""
    retry_percent: int = 15
    """Retries: of the first tries, so many may be tried again ..."""
    retry_burst: int = 3
    """... and so many more, saved up from before."""

    def threads(self, wanted: int) -> int:
        """Of a pool that keeps a feature to itself, which is a bulkhead too."""
        return wanted if self.slots_of_one else MANY


PROTECTED = Protections()
UNPROTECTED = Protections(
    pool_ms=0, statement_ms=0, failures_to_open=0, slots_of_one=0, calls_of_one=0,
    waiting=0, longest_wait_ms=0, retry_percent=0,
)  # fmt: skip


def seconds(ms: int) -> float | None:
    """None for 0: as long as it takes."""
    return ms / 1000 if ms else None
