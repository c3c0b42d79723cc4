"""What is read off one load."""

from dataclasses import replace

import pytest

from experiments.measure.cost import (
    ORDERS,
    READS,
    answer_ms,
    cpu_above_idle_ms,
    cpu_ms,
    goodput,
    idle_ms_per_s,
    memory_mib,
    settle_ms,
    start_s,
)
from experiments.measure.observation import NothingSeen
from experiments.measure.shares import share_of_load
from experiments.testing.observed import loaded, moment, observed, sample
from experiments.workload.scoring import Outcome

SEEN = observed(
    loaded(
        (
            sample(1.0, accept_ms=999.0),  # warm-up
            sample(2.0, accept_ms=2.0),
            sample(3.0, accept_ms=4.0),
            sample(4.0, accept_ms=6.0, outcome=Outcome.SLOW),
            sample(5.0, "place-order", accept_ms=10.0, settle_ms=30.0),
            sample(6.0, "place-order", accept_ms=20.0, settle_ms=50.0),
        ),
        usage=(moment(2, 1.0, 100), moment(3, 1.2, 300), moment(13, 1.5, 200)),
        seconds=10.0,
    )
)


def test_only_the_scored_window_counts() -> None:
    assert goodput()(SEEN) == 0.4
    assert share_of_load()(SEEN) == 80.0


def test_reads_and_orders_are_timed_apart() -> None:
    assert answer_ms("median_ms", READS)(SEEN) == 4.0
    assert answer_ms("p99_ms", READS)(SEEN) == pytest.approx(5.96)
    assert answer_ms("median_ms", ORDERS)(SEEN) == 15.0
    assert settle_ms("median_ms")(SEEN) == 40.0


def test_cpu_is_shared_out_among_the_windows_operations() -> None:
    assert cpu_ms()(SEEN) == pytest.approx(100.0)


def test_memory_has_a_mean_and_a_peak() -> None:
    assert (memory_mib()(SEEN), memory_mib(take=max)(SEEN)) == (200.0, 300.0)


def test_the_start_belongs_to_the_visit() -> None:
    assert start_s(SEEN) == 3.5


def test_a_window_without_operations_has_no_figures() -> None:
    empty = observed(loaded((), usage=(moment(2, 1, 100), moment(3, 1, 100))))
    assert [measure(empty) for measure in (share_of_load(), cpu_ms(), settle_ms("p99_ms"))] == [
        None,
        None,
        None,
    ]


def test_a_load_that_was_not_run_is_named() -> None:
    with pytest.raises(NothingSeen, match="no load named '4x'"):
        share_of_load("4x")(SEEN)


def test_what_an_idle_arm_takes_is_read_apart() -> None:
    idle = replace(SEEN, idle=(moment(-5, 0.1, 90), moment(-1, 0.18, 90)))
    assert idle_ms_per_s(idle) == pytest.approx(20.0)
    assert cpu_above_idle_ms()(idle) == pytest.approx((500 - 11 * 20) / 5)


def test_an_arm_not_watched_idle_has_no_figure_above_it() -> None:
    assert (idle_ms_per_s(SEEN), cpu_above_idle_ms()(SEEN)) == (None, None)
