"""Whether a process that lives long grows: its memory, its open files, its threads. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

FEWEST: Final = 8
"""Readings, or nothing can be said."""
MOST_BLOCKS: Final = 10_000
"""Of Python's memory, between the second quarter and the last: the results are kept, some hundred
objects a visit."""
MOST_MIB: Final = 12.0
"""Likewise, of all memory: an allocator is no accountant. One of 33 visits filled 10 MiB beyond the
first visits and then no more, while what Python held stayed the same."""


@dataclass(frozen=True)
class Reading:
    """Of the lab's own process, between two visits, when no arm runs."""

    rss_mib: float
    blocks: int
    files: int
    threads: int


def growth(readings: Sequence[Reading]) -> tuple[str, ...]:
    """A sentence for each thing that has grown; none if all is flat. The first quarter is left out:
    modules are imported then, and caches filled."""
    if len(readings) < FEWEST:
        return (f"{len(readings)} readings are too few to tell: {FEWEST} are needed",)
    return tuple(_grown(readings))


def _grown(readings: Sequence[Reading]) -> Iterator[str]:
    by_name: tuple[tuple[str, float, Callable[[Reading], float]], ...] = (
        ("MiB of memory", MOST_MIB, lambda each: each.rss_mib),
        ("blocks of Python's", MOST_BLOCKS, lambda each: each.blocks),
        ("open files", 0.0, lambda each: each.files),
        ("threads", 0.0, lambda each: each.threads),
    )
    quarter = len(readings) // 4
    for name, most, of in by_name:
        early = median(map(of, readings[quarter : 2 * quarter]))
        late = median(map(of, readings[-quarter:]))
        if late - early > most:
            yield f"{name}: from {early:,.1f} to {late:,.1f}"
