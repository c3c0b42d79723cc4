"""Waiting between visits until the machine is quiet, but not for long."""

import time
from collections.abc import Callable
from pathlib import Path

from experiments.trials.machine import Reading, read_machine
from experiments.trials.sentinels import FOREIGN_CORES, foreign_cores

LONGEST_S = 10.0
GLANCE_S = 0.5
QUIET_GLANCES = 2


def await_quiet(
    folder: Path,
    read: Callable[[Path], Reading] = read_machine,
    pause: Callable[[float], None] = time.sleep,
) -> bool:
    """Returns True after two quiet glances in a row, False when LONGEST_S is over without."""
    before, quiet = read(folder), 0
    began = before.monotonic_s
    while before.monotonic_s - began < LONGEST_S:
        pause(GLANCE_S)
        after = read(folder)
        foreign = foreign_cores(before, after)
        if foreign is None:
            return True
        quiet = quiet + 1 if foreign <= FOREIGN_CORES else 0
        if quiet == QUIET_GLANCES:
            return True
        before = after
    return False
