"""A circuit breaker whose trial is made by one caller alone.

pybreaker keeps the states and the clock; of its half-open state it says that "the next call" is
allowed, and lets in all who come until that one has ended. Where the callee hangs, they would all
wait with it. (The pattern is Nygard's, "Release It!", 2nd ed., chapter 5.)
"""

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from pybreaker import STATE_CLOSED, CircuitBreaker, CircuitBreakerError

from shared_domain.kernel.errors import Unavailable
from shared_domain.kernel.protections import Protections


class Breaker:
    """Opens after `protections.failures_to_open` errors in a row, for `open_ms`; never if that is
    0. Errors in `exclude` are no failures."""

    def __init__(
        self, name: str, protections: Protections, exclude: Sequence[type[Exception]] = ()
    ) -> None:
        self._name = name
        self._inner = CircuitBreaker(
            fail_max=protections.failures_to_open or sys.maxsize,
            reset_timeout=protections.open_ms / 1000,
            exclude=list(exclude),
        )
        self._trial = threading.Lock()

    @property
    def state(self) -> str:
        """closed, open or half-open."""
        return self._inner.current_state

    @property
    def is_closed(self) -> bool:
        return self._inner.current_state == STATE_CLOSED

    @contextmanager
    def calling(self) -> Iterator[None]:
        """The block is the call, and its error a failure. Raises Unavailable where it is not to be
        made: the breaker is open, or somebody else makes the trial."""
        if self.is_closed:
            with self._counting():
                yield
        elif self._trial.acquire(blocking=False):
            try:
                with self._counting():
                    yield
            finally:
                self._trial.release()
        else:
            raise Unavailable(f"{self._name} is tried by somebody else already")

    @contextmanager
    def _counting(self) -> Iterator[None]:
        try:
            # not .call(), which lets one thread in at a time
            with self._inner.calling():
                yield
        except CircuitBreakerError as error:
            raise Unavailable(f"{self._name} was failing; not asked again yet") from error
