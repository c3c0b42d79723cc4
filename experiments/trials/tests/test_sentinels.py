from dataclasses import replace

import pytest

from experiments.trials.machine import CpuTimes, Reading
from experiments.trials.sentinels import (
    Sentinel,
    foreign_cores,
    generator,
    outside,
    slept_s,
    watch,
)

BEFORE = Reading(
    monotonic_s=100.0,
    boot_s=150.0,
    cpu=CpuTimes(busy_s=40.0, steal_s=1.0, cores=2),
    own_cpu_s=30.0,
    throttled_s=0.0,
    memory_stall_s=5.0,
    swapped_kib=400.0,
    disk_free_bytes=10**10,
    wall_s=5000.0,
)
CALM = replace(
    BEFORE,
    monotonic_s=110.0,
    boot_s=160.0,
    cpu=CpuTimes(52.0, 1.0, 2),
    own_cpu_s=41.5,
    wall_s=5010.0,
)
"""Ten seconds later: 12 s of CPU, 11.5 of them ours, so others took 0.05 cores."""


def tripped(after: Reading) -> list[str]:
    return [sentinel.text for sentinel in watch(BEFORE, after) if sentinel.tripped]


def test_a_calm_machine_trips_nothing() -> None:
    assert tripped(CALM) == []


def test_foreign_cpu_is_what_was_used_and_not_by_us() -> None:
    assert foreign_cores(BEFORE, CALM) == pytest.approx(0.05)


def test_rounding_below_zero_is_nothing() -> None:
    assert foreign_cores(BEFORE, replace(CALM, own_cpu_s=42.3)) == 0.0


@pytest.mark.parametrize(
    ("after", "text"),
    [
        (replace(CALM, cpu=CpuTimes(57.0, 1.0, 2)), "other programs used 0.55 cores"),
        (replace(CALM, cpu=CpuTimes(52.0, 1.5, 2)), "other machines took 2.5% of the CPU"),
        (replace(CALM, throttled_s=0.4), "a CPU quota held the lab back for 4.0% of the time"),
        (replace(CALM, boot_s=163.0, wall_s=5013.0), "the machine slept for 3.0 s"),
        (replace(CALM, wall_s=5009.0), "the clock was set 1.0 s off"),
        (replace(CALM, memory_stall_s=5.5), "processes waited for memory for 5.0% of the time"),
        (replace(CALM, swapped_kib=2400.0), "2000 KiB went to or from swap"),
        (replace(CALM, disk_free_bytes=4 * 10**8), "the disk has 400 MB left"),
    ],
)
def test_each_disturbance_trips_its_sentinel_alone(after: Reading, text: str) -> None:
    assert tripped(after) == [text]


def test_the_clock_that_counts_sleep_shows_it() -> None:
    assert slept_s(BEFORE, replace(CALM, boot_s=163.0)) == pytest.approx(3.0)


def test_what_cannot_be_read_is_unknown_and_trips_nothing() -> None:
    blind = {
        "boot_s": None,
        "cpu": None,
        "throttled_s": None,
        "memory_stall_s": None,
        "swapped_kib": None,
    }
    before, after = replace(BEFORE, **blind), replace(CALM, **blind)  # type: ignore[arg-type]
    found = watch(before, after)
    assert not any(sentinel.tripped for sentinel in found)
    assert [sentinel.name for sentinel in found if sentinel.value is None] == [
        "foreign CPU",
        "steal",
        "throttling",
        "suspend",
        "memory pressure",
        "swap",
    ]


def test_the_generator_speaks_for_itself() -> None:
    assert generator("mixed", ("it ran late", "the machine slept")) == Sentinel(
        "generator", 2.0, 0.0, True, "mixed: it ran late; mixed: the machine slept"
    )
    assert not generator("mixed", ()).tripped


def test_an_outside_world_that_is_silent_once_all_is_over_disturbed_the_trial() -> None:
    assert not outside(lambda _: True).tripped
    silent = outside(lambda question: question != "rank")
    assert (silent.tripped, silent.text) == (True, "the outside world does not answer: rank")
