"""What the wrapper wrote down when a fault acted."""

from collections.abc import Iterable
from dataclasses import dataclass

from experiments.faults.fault import FaultError


@dataclass(frozen=True)
class Firing:
    """At `at_s` (monotonic) process `pid` was about to fail for the `times`-th time in a row; only
    the 1st, 2nd, 4th, 8th ... are written down. `fault` is the name in the fault's setting."""

    at_s: float
    pid: int
    fault: str
    times: int


def firings(lines: Iterable[str]) -> tuple[Firing, ...]:
    """From the lines that `Stack.fired` returns. Raises FaultError for anything else."""
    return tuple(_firing(line) for line in lines)


def _firing(line: str) -> Firing:
    try:
        at, pid, fault, times = line.split()
        return Firing(float(at), int(pid), fault, int(times))
    except ValueError as error:
        raise FaultError(f"not a line of a fired fault: {line[:60]!r}") from error
