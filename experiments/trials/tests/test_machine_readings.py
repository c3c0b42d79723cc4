from pathlib import Path

from experiments.trials.machine import (
    cpu_times,
    memory_stall_s,
    read_machine,
    swapped_kib,
)

STAT = """\
cpu  1000 100 500 9000 40 7 30 20 0 0
cpu0 500 50 250 4500 20 3 15 10 0 0
cpu1 500 50 250 4500 20 4 15 10 0 0
intr 1365629 0 0
ctxt 42
"""


def test_busy_time_leaves_out_waiting_and_interrupts() -> None:
    times = cpu_times(STAT)
    assert times is not None
    assert (times.busy_s, times.steal_s, times.cores) == (16.0, 0.2, 2)


def test_pressure_is_read_in_seconds() -> None:
    text = "some avg10=0.00 total=2500000\nfull avg10=0.00 total=9\n"
    assert memory_stall_s(text) == 2.5


def test_swapped_pages_are_counted_both_ways() -> None:
    assert swapped_kib("nr_free_pages 7\npswpin 10\npswpout 15\n") == 100.0


def test_what_the_system_does_not_show_is_none() -> None:
    assert cpu_times("") is None
    assert memory_stall_s("") is None
    assert swapped_kib("") is None


def test_this_machine_can_be_read(tmp_path: Path) -> None:
    reading = read_machine(tmp_path)
    assert reading.disk_free_bytes > 0
    assert reading.own_cpu_s > 0
