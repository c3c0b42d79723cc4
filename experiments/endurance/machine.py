"""What is on the machine now that was not there before the first run."""

import time
from collections.abc import Callable
from typing import Final

from experiments.endurance.leftovers import (
    Left,
    cpu_groups,
    folders,
    half_made,
    memory_files,
    ports,
    processes,
    segments,
)
from experiments.stacks.local.places import Places

LOOK_EVERY_S: Final = 0.2
Look = Callable[[], frozenset[Left]]


class Machine:
    """`token` marks the runs that are watched. Made before the first of them."""

    def __init__(self, places: Places, token: str) -> None:
        self._places = places
        self._token = token
        self._before = self._all() | frozenset(half_made(places))

    def left(self) -> frozenset[Left]:
        return self._all() - self._before

    def half_made(self) -> frozenset[Left]:
        """What a builder that was killed may leave to the next one, and nobody else."""
        return frozenset(half_made(self._places)) - self._before

    def _all(self) -> frozenset[Left]:
        return frozenset(
            (
                *processes(self._places.state, self._token),
                *ports(),
                *cpu_groups(self._places.state),
                *segments(),
                *memory_files(),
                *folders(self._places),
            )
        )


def left_after(look: Look, patience_s: float) -> frozenset[Left]:
    """What is left once nothing is, or `patience_s` seconds are over."""
    until = time.monotonic() + patience_s
    while (left := look()) and time.monotonic() < until:
        time.sleep(LOOK_EVERY_S)
    return left
