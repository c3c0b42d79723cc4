"""Asks a feature that the caller can do without, beside the caller.

What a call to another process brings along, a call within one must be given: threads of its own, a
time to wait at most, and a breaker. So a feature that hangs or is slow holds these threads, and
none of those that answer HTTP for longer than that time. One that kills its process still takes all
along. Compare with `shared_domain/kernel/remote.py`.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from shared_domain.kernel.breaker import Breaker
from shared_domain.kernel.errors import ProblemError, Unavailable
from shared_domain.kernel.protections import PROTECTED, Protections, seconds
from shared_domain.kernel.seeing.here import carried

T = TypeVar("T")


class Beside:
    """One feature, asked by `threads` threads at most. A mistake of the caller's opens no breaker,
    as it does not in a Remote."""

    def __init__(
        self, name: str, timeout_ms: int, threads: int, protections: Protections = PROTECTED
    ) -> None:
        self._name = name
        self._timeout_s = seconds(timeout_ms)
        self._threads = ThreadPoolExecutor(protections.threads(threads), thread_name_prefix=name)
        self._breaker = Breaker(name, protections, exclude=(ProblemError,))

    @property
    def breaker_state(self) -> str:
        """closed, open or half-open."""
        return self._breaker.state

    def ask(self, call: Callable[[], T]) -> Callable[[], T]:
        """Begin with the call, if the breaker is closed. What comes back waits for its end.

        That raises what the call raises, and Unavailable when it takes too long, or is not made.
        """
        call = carried(call)
        begun = self._threads.submit(call) if self._breaker.is_closed else None
        return lambda: self._end_of(begun, call)

    def _end_of(self, begun: Future[T] | None, call: Callable[[], T]) -> T:
        try:
            with self._breaker.calling():
                begun = begun or self._threads.submit(call)  # not begun: this is a trial
                return begun.result(self._timeout_s)
        except TimeoutError as error:
            raise Unavailable(f"{self._name} did not answer in time") from error
        finally:
            if begun:
                begun.cancel()  # what no thread has begun with would only keep others waiting
