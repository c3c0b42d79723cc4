"""How the shop tries again."""

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from shared_domain.kernel.down import DOWN

log = logging.getLogger(__name__)
PAUSE_S = 0.2  # between tries while something is down: there are as many as it takes
SWEEP_S = 1.0  # between looks for what a crash left behind or what was put off


@dataclass(frozen=True)
class RetryPolicy:
    """How often to try and how long to wait between two tries.

    The n-th wait is `first_s * 2**n` seconds, never above `longest_s`.
    """

    attempts: int
    first_s: float
    longest_s: float

    def waits(self) -> Iterator[float]:
        """Seconds to wait before each further try: attempts - 1 of them."""
        for n in range(self.attempts - 1):
            yield min(self.first_s * 2**n, self.longest_s)


MESSAGE_RETRIES = RetryPolicy(attempts=4, first_s=0.05, longest_s=1.0)
SCREENING_RETRIES = RetryPolicy(attempts=2, first_s=0.05, longest_s=0.05)


class RetryBudget:
    """How many calls may be tried again: `percent` of the first tries, and up to `burst` that were
    saved up. So a callee that fails gets little more to do than one that does not, and a failure
    here and there is still made good. 0 percent sets no bound.

    A token bucket, as in Finagle: https://finagle.github.io/blog/2016/02/08/retry-budgets.
    """

    def __init__(self, percent: int, burst: int) -> None:
        self._share = percent / 100
        self._burst = float(burst)
        self._saved = self._burst
        self._lock = threading.Lock()

    def first(self) -> None:
        """A call is tried for the first time."""
        with self._lock:
            self._saved = min(self._burst, self._saved + self._share)

    def again(self) -> bool:
        """Whether one may be tried again; if so, that is counted."""
        with self._lock:
            if not self._share:
                return True
            if self._saved < 1:
                return False
            self._saved -= 1
        return True


def attempt(what: str, work: Callable[[], None]) -> bool:
    """Whether `work` came to its end. What it raises is logged, for a thread that goes on."""
    try:
        work()
    except DOWN as error:
        log.warning("%s will try again: %s", what, error)
    except Exception:
        log.exception("%s will try again", what)
    else:
        return True
    return False
