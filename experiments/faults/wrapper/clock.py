"""Stands in the place of the clock of a replica, and is wrong as it is told to be. Told nothing, it
is as right as the clock.

An artefact carries this file with `switchable.py`: the standard library only, and nothing of ours.
"""

import os
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar, cast

from .switchable import Order, Setting, Switch

Now = Callable[[], datetime]
C = TypeVar("C")
Ahead = Callable[[], timedelta]
"""By how much the clock is ahead of the time, asked at each look."""
RIGHT = timedelta()


def wrap(name: str, clock: C) -> C:
    """What takes the place of the clock known as `name`."""
    folder = os.environ.get("CLEAVE_SWITCHES")
    if folder is None:
        return clock
    return cast(C, Skewed(cast(Now, clock), Switch(folder, name, SKEWS)))


class Skewed:
    """A clock to all who look at it."""

    def __init__(self, clock: Now, switch: Switch) -> None:
        self._clock = clock
        self._switch = switch

    def __call__(self) -> datetime:
        told = self._switch.told()
        ahead: timedelta = RIGHT if told is None else told[1]()
        return self._clock() + ahead


def skew(setting: Setting, order: Order) -> Ahead:
    """By the same `seconds` at every look."""
    ahead = timedelta(seconds=float(setting["seconds"]))

    def look() -> timedelta:
        order.fire()
        return ahead

    return look


SKEWS: Mapping[str, Callable[[Setting, Order], Ahead]] = {"skew": skew}
