from collections.abc import Iterator
from pathlib import Path

from experiments.trials.machine import CpuTimes, Reading
from experiments.trials.quiet import GLANCE_S, LONGEST_S, await_quiet


class Machine:
    """Others use `cores` cores until `until_s`."""

    def __init__(self, cores: float, until_s: float) -> None:
        self.now_s = 0.0
        self._cores = cores
        self._until_s = until_s

    def read(self, folder: Path) -> Reading:
        used = self._cores * min(self.now_s, self._until_s)
        return Reading(self.now_s, None, CpuTimes(used, 0.0, 2), 0.0, None, None, None, 10**12, 0.0)

    def pause(self, seconds: float) -> None:
        self.now_s += seconds


def wait(machine: Machine) -> bool:
    return await_quiet(Path(), machine.read, machine.pause)


def test_a_quiet_machine_is_believed_at_the_second_glance() -> None:
    machine = Machine(cores=0.0, until_s=0.0)
    assert wait(machine)
    assert machine.now_s == 2 * GLANCE_S


def test_a_machine_that_calms_down_is_waited_for() -> None:
    machine = Machine(cores=1.0, until_s=3.0)
    assert wait(machine)
    assert machine.now_s == 3.0 + 2 * GLANCE_S


def test_a_busy_machine_is_not_waited_for_for_ever() -> None:
    machine = Machine(cores=1.0, until_s=1000.0)
    assert not wait(machine)
    assert machine.now_s == LONGEST_S


def test_a_machine_that_shows_nothing_is_not_waited_for() -> None:
    readings: Iterator[Reading] = iter(
        Reading(at, None, None, 0.0, None, None, None, 10**12, 0.0) for at in (0.0, 0.5)
    )
    assert await_quiet(Path(), lambda _: next(readings), lambda _: None)
