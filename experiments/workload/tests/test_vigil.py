from dataclasses import replace

import pytest

from experiments.workload.vigil import Clocks, Vigil, Watched, read_clocks

BEGAN = Clocks(wall_s=1000.0, monotonic_s=10.0, boot_s=15.0)
ENDED = Clocks(wall_s=1020.0, monotonic_s=30.0, boot_s=35.0)
QUIET = Watched(BEGAN, ENDED, longest_gap_s=0.06, lag_p99_ms=2.0, earliest_settle_ms=0.0)


def test_a_quiet_load_may_be_scored() -> None:
    assert QUIET.objections() == ()
    assert not QUIET.was_suspended


def test_the_longest_pause_between_heartbeats_is_noted() -> None:
    vigil = Vigil(0.0)
    for now_s in (0.05, 0.10, 2.20, 2.25):
        vigil.beat(now_s)
    assert vigil.longest_gap_s == pytest.approx(2.1)


def test_a_late_generator_is_objected_to() -> None:
    [reason] = replace(QUIET, lag_p99_ms=10.5).objections()
    assert reason == "the generator ran late: lag p99 10.5 ms, 10 allowed"
    assert not replace(QUIET, lag_p99_ms=10.0).objections()


def test_clients_who_had_nothing_left_to_ask_for_are_objected_to() -> None:
    [reason] = replace(QUIET, ran_out=True).objections()
    assert "nothing left to ask for" in reason


def test_a_suspended_generator_is_objected_to() -> None:
    stopped = replace(QUIET, longest_gap_s=2.1)
    assert stopped.was_suspended
    assert stopped.objections() == ("the generator did not run for 2.1 s",)


def test_a_machine_that_slept_is_objected_to() -> None:
    slept = replace(QUIET, ended=replace(ENDED, boot_s=45.0, wall_s=1030.0))
    assert slept.was_suspended
    assert slept.objections() == ("the machine slept for 10.0 s",)


def test_a_wall_clock_that_was_set_is_objected_to() -> None:
    stepped = replace(QUIET, ended=replace(ENDED, wall_s=1019.5))
    assert stepped.objections() == ("the wall clock was set by -500 ms",)


def test_an_order_settled_before_it_was_due_is_objected_to() -> None:
    [reason] = replace(QUIET, earliest_settle_ms=-900.0).objections()
    assert "settled 900 ms before it was due" in reason


def test_a_load_that_was_stopped_is_objected_to() -> None:
    assert replace(QUIET, stopped_by="SIGTERM").objections() == ("the load was stopped by SIGTERM",)


def test_a_platform_without_a_boot_clock_says_nothing_of_sleep() -> None:
    blind = replace(QUIET, began=replace(BEGAN, boot_s=None), ended=replace(ENDED, boot_s=None))
    assert blind.objections() == ()


def test_the_clocks_can_be_read() -> None:
    first, second = read_clocks(), read_clocks()
    assert second.monotonic_s >= first.monotonic_s
