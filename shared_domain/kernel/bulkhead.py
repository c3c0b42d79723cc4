"""Who may work now: so many requests at a time, and no feature has all of the places.

A process has slots. So many of them at most are held by requests of one feature, or by those of
others that call it: so one which hangs, is slow or is asked for far too often leaves some to the
rest (a bulkhead). Who finds no slot waits: not for long, and not among too many (load shedding). An
answer that its client no longer waits for costs as much as one that is of use, so it is better not
begun. Both patterns are Nygard's ("Release It!", 2nd ed., chapter 5); the figures are of
docs/adr/0029.
"""

import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType

from shared_domain.kernel.errors import Overloaded
from shared_domain.kernel.protections import Protections, seconds

ROOM_OF_ONE = 0.75
"""Of the room to wait in, that one feature may fill."""
SLOTS = "slots"
NO_CALLS: Mapping[str, Sequence[str]] = MappingProxyType({})
Compartments = tuple[tuple[str, int], ...]
"""What a request takes a place in, and how many places there are."""


@dataclass
class Place:
    """Of one request: what it holds, and what of that is of the features it calls."""

    feature: str
    own: Compartments
    called: Compartments


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
        self._slots = protections.slots
        self._most_of_one = protections.slots_of_one
        self._most_calls = protections.calls_of_one or self._most_of_one
        self._room = protections.waiting or sys.maxsize
        self._room_of_one = int(ROOM_OF_ONE * self._room) if self._most_of_one else self._room
        self._longest_s = seconds(protections.longest_wait_ms)
        self._lock = threading.Lock()
        self._held: Counter[str] = Counter()
        self._queue: list[Queued] = []
        self._of_thread = threading.local()

    def enter(self, feature: str, operation: str = "") -> Place:
        """The place taken, to be handed to `leave`; waits `longest_wait_ms` at most. `operation`
        is the endpoint, for `calls`. Raises Overloaded."""
        place = Place(feature, self._own(feature), self._called(operation))
        self._take(feature, place.own + place.called)
        self._of_thread.place = place
        return place

    def leave(self, place: Place) -> None:
        self._give_back(place.own + place.called)
        place.called = ()

    @contextmanager
    def away(self) -> Iterator[None]:
        """While this thread's request waits for somebody outside of the process, it holds no place
        of the features that it calls. Raises Overloaded where they have none for it afterwards."""
        place: Place | None = getattr(self._of_thread, "place", None)
        if place is None or not place.called:
            yield
            return
        called, place.called = place.called, ()
        self._give_back(called)
        yield
        self._take(place.feature, called)
        place.called = called

    def _take(self, feature: str, compartments: Compartments) -> None:
        with self._lock:
            if self._has_place(compartments):
                self._hold(compartments)
                return
            queued = self._queue_up(feature, compartments)
        if not queued.admitted.wait(self._longest_s):
            self._give_up(queued)

    def _give_back(self, compartments: Compartments) -> None:
        """Whoever has waited longest among those who may have a place now gets it."""
        with self._lock:
            for name, _ in compartments:
                self._held[name] -= 1
            for queued in tuple(self._queue):
                if self._has_place(queued.compartments):
                    self._queue.remove(queued)
                    self._hold(queued.compartments)
                    queued.admitted.set()

    def _own(self, feature: str) -> Compartments:
        slot = (SLOTS, self._slots)
        return (slot, (feature, self._most_of_one)) if self._most_of_one else (slot,)

    def _called(self, operation: str) -> Compartments:
        """A feature has fewer places for those who call it, of all callers together: so their
        other operations go on while it is waited for."""
        called = self._calls.get(operation, ()) if self._most_of_one else ()
        return (
            *((each, self._most_of_one) for each in called),
            *((f"to {each}", self._most_calls) for each in called),
        )

    def _has_place(self, compartments: Compartments) -> bool:
        return all(self._held[name] < most for name, most in compartments)

    def _hold(self, compartments: Compartments) -> None:
        for name, _ in compartments:
            self._held[name] += 1

    def _queue_up(self, feature: str, compartments: Compartments) -> Queued:
        of_one = sum(queued.feature == feature for queued in self._queue)
        if len(self._queue) >= self._room or of_one >= self._room_of_one:
            raise Overloaded(f"too many wait for {feature}")
        self._queue.append(queued := Queued(feature, compartments))
        return queued

    def _give_up(self, queued: Queued) -> None:
        with self._lock:
            if queued.admitted.is_set():  # at the last moment
                return
            self._queue.remove(queued)
        raise Overloaded(f"{queued.feature} had no slot in time")
