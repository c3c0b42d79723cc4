"""Whether a database is known to be down.

As long as it is, nobody asks it but one thread, which looks again and again; everybody else is told
so at once, and does not find out by waiting. It is a breaker whose trial is nobody's request.
"""

import threading
import time
from collections.abc import Callable

from shared_domain.kernel.errors import Unavailable
from shared_domain.kernel.protections import Protections
from shared_domain.kernel.retry import attempt


def in_thread(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="reach", daemon=True).start()


class Reach:
    """`look` raises what a database raises that does not answer."""

    def __init__(
        self,
        protections: Protections,
        look: Callable[[], object],
        pause: Callable[[float], None] = time.sleep,
        begin: Callable[[Callable[[], None]], None] = in_thread,
    ) -> None:
        self._failures_to_open = protections.failures_to_open
        self._every_s = protections.look_ms / 1000
        self._look = look
        self._pause = pause
        self._begin = begin
        self._lock = threading.Lock()
        self._failures = 0
        self.is_down = False

    def require(self) -> None:
        """Raises Unavailable while the database is known to be down."""
        if self.is_down:
            raise Unavailable("the database is down; it is looked at again and again")

    def answered(self) -> None:
        self._failures = 0

    def failed(self) -> None:
        """It could not be reached, or was lost, or kept somebody waiting for too long."""
        with self._lock:
            self._failures += 1
            if self.is_down or not 0 < self._failures_to_open <= self._failures:
                return
            self.is_down = True
        self._begin(self._look_until_up)

    def _look_until_up(self) -> None:
        while True:
            self._pause(self._every_s)
            if attempt("the look at a database that is down", self._answers):
                break
        self._failures = 0
        self.is_down = False

    def _answers(self) -> None:
        self._look()
