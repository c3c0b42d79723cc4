"""Writes down what clients ask and learn; many threads may use one log."""

import threading
import time
from collections.abc import Callable
from typing import Any

from experiments.checks.history.answers import Learnt, learnt
from experiments.checks.history.operation import End, Kind, Operation

Send = Callable[[], tuple[int, Any]]
"""Sends the request; the answer's status and JSON body, status 0 where none came."""
TICK_S = 1e-6


class HistoryLog:
    """`now` is in seconds; no two moments that are written down are the same."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._last_s = float("-inf")
        self._begun = 0
        self._operations: list[Operation] = []

    @property
    def operations(self) -> tuple[Operation, ...]:
        """What is over, in the order in which it began."""
        with self._lock:
            return tuple(sorted(self._operations, key=lambda each: each.number))

    def ask(
        self,
        customer_id: str,
        kind: Kind,
        subject: str,
        send: Send,
        asked: tuple[tuple[str, int], ...] = (),
    ) -> Operation:
        """What `send` raises is raised, after an operation with an unknown outcome is noted."""
        number, invoked_s = self._begin()
        found = Learnt(End.UNKNOWN)
        try:
            found = learnt(kind, *send())
        finally:
            operation = Operation(
                number=number,
                customer_id=customer_id,
                kind=kind,
                subject=subject,
                invoked_s=invoked_s,
                ended_s=self._end(),
                end=found.end,
                asked=asked,
                sights=found.sights,
                amount=found.amount,
                is_whole=found.is_whole,
            )
            with self._lock:
                self._operations.append(operation)
        return operation

    def _begin(self) -> tuple[int, float]:
        """In one hold of the lock: whoever has the smaller number has begun earlier."""
        with self._lock:
            self._begun += 1
            return self._begun, self._tick()

    def _end(self) -> float:
        with self._lock:
            return self._tick()

    def _tick(self) -> float:
        """The moment that it is; the caller holds the lock."""
        self._last_s = max(self._now(), self._last_s + TICK_S)
        return self._last_s
