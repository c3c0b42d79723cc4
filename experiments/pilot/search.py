"""The search itself, pure: whoever asks an arm is handed in."""

from collections.abc import Callable
from dataclasses import dataclass

FIRST_S = 8.0
"""How long the first look at a number of replicas lasts."""

CONFIRMING_S = (20.0, 8.0, 8.0)
"""The looks that confirm it, each at arrivals of its own: close to what an arm can carry, a burst
more or less decides. Two looks have held what one visit in eighteen held afterwards."""


@dataclass(frozen=True)
class Found:
    """The fewest `replicas` that held it, 0 if none did; `confirmed` by all looks."""

    replicas: int
    confirmed: bool


NOT_HELD = Found(0, False)

Holds = Callable[[int, int, float], bool]
"""Given a number of replicas, which look at it this is, and for how many seconds."""


def fewest(bound: int, most: int, holds: Holds, may_confirm: Callable[[], bool]) -> Found:
    """Upwards from `bound`, below which nothing can hold, to `most`. A number that one confirming
    look finds wanting is not enough."""
    for replicas in range(bound, most + 1):
        if not holds(replicas, 1, FIRST_S):
            continue
        if not may_confirm():
            return Found(replicas, False)
        if all(holds(replicas, nth, seconds) for nth, seconds in enumerate(CONFIRMING_S, 2)):
            return Found(replicas, True)
    return NOT_HELD
