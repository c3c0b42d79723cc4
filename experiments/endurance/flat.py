"""Whether a process that lives long grows: its memory, its open files, its threads. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

FEWEST: Final = 8
"""Readings, or nothing can be said."""
MOST_MIB: Final = 4.0
"""Between the second quarter and the last: results are kept, and an allocator is no accountant."""


@dataclass(frozen=True)
class Reading:
    """Of the lab's own process, between two visits, when no arm runs."""

    rss_mib: float
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
        ("open files", 0.0, lambda each: each.files),
        ("threads", 0.0, lambda each: each.threads),
    )
    quarter = len(readings) // 4
    for name, most, of in by_name:
        early = median(map(of, readings[quarter : 2 * quarter]))
        late = median(map(of, readings[-quarter:]))
        if late - early > most:
            yield f"{name}: from {early:,.1f} to {late:,.1f}"
