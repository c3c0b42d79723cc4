"""Stands in the place of the bus of a feature's part, and hands messages over as it is told to:
twice, late, out of order, shuffled. Told nothing, it hands them over as they come.

Nothing is lost by it: while it keeps a message back, nothing counts as handled, so that after a
crash all of it comes again. Each fault says of a message when its copies are handed over.

An artefact carries this file with `switchable.py`: the standard library only, and nothing of ours.
"""

import heapq
import itertools
import os
import time
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any, TypeVar, cast

from .switchable import Order, Setting, Switch, dice_of

B = TypeVar("B")
Spread = Callable[[], Sequence[float]]
"""In how many seconds from now each copy of one message is handed over; empty is never."""


def wrap(name: str, bus: B) -> B:
    """What takes the place of the bus known as `name`."""
    folder = os.environ.get("CLEAVE_SWITCHES")
    return bus if folder is None else cast(B, Disturbed(bus, Switch(folder, name, SPREADS)))


class Disturbed:
    """A bus to all who use it; only what is received is disturbed."""

    def __init__(self, bus: Any, switch: Switch) -> None:
        self._bus = bus
        self._switch = switch

    def publisher(self) -> Any:
        return self._bus.publisher()

    def subscribe(self, topics: Sequence[str]) -> "Disturbing":
        return Disturbing(self._bus.subscribe(topics), self._switch)


class Disturbing:
    """One subscription. What is kept back lies in `_kept`, by the time at which it is due."""

    def __init__(self, subscription: Any, switch: Switch) -> None:
        self._inside = subscription
        self._switch = switch
        self._kept: list[tuple[float, int, Any]] = []
        self._count = itertools.count()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inside, name)

    def receive(self, timeout_s: float) -> Sequence[Any]:
        """All that is due; when nothing is disturbed any more, all that was kept."""
        if self._switch.told() is None and not self._kept:
            received: Sequence[Any] = self._inside.receive(timeout_s)
            return received
        for delivery in self._inside.receive(self._patience_s(timeout_s)):
            for delay_s in self._delays_of_one():
                due = (time.monotonic() + delay_s, next(self._count), delivery)
                heapq.heappush(self._kept, due)
        return self._due()

    def done(self) -> None:
        if not self._kept:
            self._inside.done()

    def _delays_of_one(self) -> Sequence[float]:
        told = self._switch.told()
        delays: Sequence[float] = (0.0,) if told is None else told[1]()
        return delays

    def _patience_s(self, most_s: float) -> float:
        if self._switch.told() is None:
            return 0.0
        return max(0.0, min(most_s, self._kept[0][0] - time.monotonic())) if self._kept else most_s

    def _due(self) -> Sequence[Any]:
        if self._switch.told() is None:  # in the order in which they came
            due, self._kept = sorted(self._kept, key=lambda one: one[1]), []
        else:
            now = time.monotonic()
            due = [
                heapq.heappop(self._kept) for _ in range(sum(at <= now for at, _, _ in self._kept))
            ]
        return [delivery for _, _, delivery in due]


def duplicate(setting: Setting, order: Order) -> Spread:
    """A `share` of the messages comes once more, within `within_s`."""
    share, within_s, dice = float(setting["share"]), float(setting["within_s"]), dice_of(setting)

    def spread() -> Sequence[float]:
        if dice.random() >= share:
            return (0.0,)
        order.fire()
        return (0.0, dice.uniform(0, within_s))

    return spread


def reorder(setting: Setting, order: Order) -> Spread:
    """Each message waits for a time of its own, `within_s` at most, and others overtake it."""
    return _waiting(order, dice_of(setting), 0.0, float(setting["within_s"]))


def shuffle(setting: Setting, order: Order) -> Spread:
    """Each copy waits for a time of its own, `within_s` at most; of a `share` there are two."""
    share, within_s, dice = float(setting["share"]), float(setting["within_s"]), dice_of(setting)

    def spread() -> Sequence[float]:
        is_double = dice.random() < share
        if is_double:
            order.fire()
        return tuple(dice.uniform(0, within_s) for _ in range(1 + is_double))

    return spread


def delay(setting: Setting, order: Order) -> Spread:
    """Each message waits as long as every other."""
    seconds = float(setting["ms"]) / 1000
    return _waiting(order, Random(0), seconds, seconds)


def _waiting(order: Order, dice: Random, least_s: float, most_s: float) -> Spread:
    def spread() -> Sequence[float]:
        order.fire()
        return (dice.uniform(least_s, most_s),)

    return spread


SPREADS: Mapping[str, Callable[[Setting, Order], Spread]] = {
    spread.__name__: spread for spread in (duplicate, reorder, shuffle, delay)
}
