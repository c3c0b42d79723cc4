"""The search itself, pure: whoever asks an arm is handed in."""

from collections.abc import Callable
from dataclasses import dataclass

SHORT_S, LONG_S = 8.0, 20.0
"""How long a look lasts, and the one that confirms what a short one has found."""


@dataclass(frozen=True)
class Found:
    """The fewest `replicas` that held it, 0 if none did; `confirmed` by a long look."""

    replicas: int
    confirmed: bool


NOT_HELD = Found(0, False)


def fewest(
    bound: int, most: int, holds: Callable[[int, float], bool], may_confirm: Callable[[], bool]
) -> Found:
    """Upwards from `bound`, below which nothing can hold, to `most`. `holds` is asked for a number
    of replicas and for how long. One that a long look does not confirm is not enough."""
    for replicas in range(bound, most + 1):
        if not holds(replicas, SHORT_S):
            continue
        if not may_confirm():
            return Found(replicas, False)
        if holds(replicas, LONG_S):
            return Found(replicas, True)
    return NOT_HELD
