"""How the shop tries again."""

import logging
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
