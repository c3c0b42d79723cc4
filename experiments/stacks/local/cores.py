"""Which cores the arm runs on and which are the lab's, so that neither steals from the other."""

import os
from dataclasses import dataclass

from experiments.stacks.local.system import LINUX


@dataclass(frozen=True)
class Split:
    """Core numbers; `pinned` is false where they overlap or cannot be enforced."""

    arm: frozenset[int]
    lab: frozenset[int]
    pinned: bool


def split_cores(lab: int, usable: frozenset[int] | None = None) -> Split:
    """The last `lab` usable cores for load generator, outside world and supervisors, the
    others for the arm. With one core, or on macOS, nothing is pinned."""
    cores = sorted(_usable() if usable is None else usable)
    if not LINUX or len(cores) <= lab:
        return Split(arm=frozenset(cores), lab=frozenset(cores), pinned=False)
    return Split(arm=frozenset(cores[:-lab]), lab=frozenset(cores[-lab:]), pinned=True)


def _usable() -> frozenset[int]:
    if LINUX:
        return frozenset(os.sched_getaffinity(0))
    return frozenset(range(os.cpu_count() or 1))
