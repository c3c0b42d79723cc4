"""A process and its descendants, whatever groups and sessions they have made for themselves."""

from collections.abc import Iterator

import psutil


def family(pid: int) -> list[psutil.Process]:
    """A process and its living descendants; empty when it is gone."""
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def growing_family(pid: int) -> Iterator[psutil.Process]:
    """The same, parents first, and then those that were born meanwhile, until there are no more:
    whoever does something to each as it comes, and what is inherited by birth, misses nobody."""
    seen: list[psutil.Process] = []
    while fresh := [process for process in family(pid) if process not in seen]:
        yield from fresh
        seen += fresh
