"""How the shop tries again."""

from collections.abc import Iterator
from dataclasses import dataclass


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
