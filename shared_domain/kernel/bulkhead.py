"""Who may work now: so many requests at a time, and no feature has all of the places.

A process has slots. So many of them at most are held by requests of one feature, or by those of
others that call it: so one which hangs, is slow or is asked for far too often leaves some to the
rest (a bulkhead). Who finds no slot waits: not for long, and not among too many (load shedding). An
answer that its client no longer waits for costs as much as one that is of use, so it is better not
begun.

Both patterns: Nygard, "Release It!", 2nd ed. ("Bulkheads", "Shed Load"); figures: docs/adr/0029.
"""

import sys
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from shared_domain.kernel.errors import Overloaded
from shared_domain.kernel.protections import Protections, seconds

ROOM_OF_ONE = 0.75
"""Of the room to wait in, that one feature may fill."""
NO_CALLS: Mapping[str, Sequence[str]] = MappingProxyType({})
Compartments = tuple[tuple[str, int], ...]
"""What a request takes a place in, and how many places there are."""


@dataclass(eq=False)
class Queued:
    feature: str
    compartments: Compartments
    admitted: threading.Event = field(default_factory=threading.Event)


class Bulkhead:
    """Of one process. `calls` are the features that an operation calls within it, and waits for."""

    def __init__(
        self, protections: Protections, calls: Mapping[str, Sequence[str]] = NO_CALLS
    ) -> None:
        self._calls = calls
        self._most_of_one = protections.slots_of_one
        self._most_calls = protections.calls_of_one or self._most_of_one
        self._room = protections.waiting or sys.maxsize
        self._room_of_one = int(ROOM_OF_ONE * self._room) if self._most_of_one else self._room
        self._longest_s = seconds(protections.longest_wait_ms)
        self._lock = threading.Lock()
        self._free = protections.slots
        self._held: Counter[str] = Counter()
        self._queue: list[Queued] = []

    def enter(self, feature: str, operation: str = "") -> Compartments:
        """The places taken, to be handed to `leave`; waits `longest_wait_ms` at most. `operation`
        is the endpoint, for `calls`. Raises Overloaded."""
        compartments = self._compartments(feature, operation)
        with self._lock:
            if self._has_slot(compartments):
                self._take(compartments)
                return compartments
            waiting = self._queue_up(feature, compartments)
        if not waiting.admitted.wait(self._longest_s):
            self._give_up(waiting)
        return compartments

    def leave(self, compartments: Compartments) -> None:
        """Whoever has waited longest among those who may have a slot now gets it."""
        with self._lock:
            self._free += 1
            for name, _ in compartments:
                self._held[name] -= 1
            for waiting in tuple(self._queue):
                if self._has_slot(waiting.compartments):
                    self._queue.remove(waiting)
                    self._take(waiting.compartments)
                    waiting.admitted.set()

    def _compartments(self, feature: str, operation: str) -> Compartments:
        """A feature has fewer places for those who call it, of all callers together: so their
        other operations go on while it is waited for."""
        if not self._most_of_one:
            return ()
        called = self._calls.get(operation, ())
        return (
            (feature, self._most_of_one),
            *((each, self._most_of_one) for each in called),
            *((f"to {each}", self._most_calls) for each in called),
        )

    def _has_slot(self, compartments: Compartments) -> bool:
        return self._free > 0 and all(self._held[name] < most for name, most in compartments)

    def _take(self, compartments: Compartments) -> None:
        self._free -= 1
        for name, _ in compartments:
            self._held[name] += 1

    def _queue_up(self, feature: str, compartments: Compartments) -> Queued:
        of_one = sum(waiting.feature == feature for waiting in self._queue)
        if len(self._queue) >= self._room or of_one >= self._room_of_one:
            raise Overloaded(f"too many wait for {feature}")
        self._queue.append(waiting := Queued(feature, compartments))
        return waiting

    def _give_up(self, waiting: Queued) -> None:
        with self._lock:
            if waiting.admitted.is_set():  # at the last moment
                return
            self._queue.remove(waiting)
        raise Overloaded(f"{waiting.feature} had no slot in time")
