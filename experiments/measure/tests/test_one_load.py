"""One load of several is told of as if it were the only one."""

from experiments.measure.one_load import borne, settled_cpu_ms, settled_per_s, under
from experiments.measure.resilience import accepted, caught_up_s
from experiments.testing.observed import loaded, mark, moment, observed, sample

MARKS = (mark("inject", 4.0, "broker down orders"), mark("clear", 8.0, "orders"))


def test_a_measure_sees_the_load_and_what_was_done_under_it() -> None:
    calm = loaded([sample(1, "place-order", settle_ms=10.0)])
    away = loaded([sample(5, "place-order", settle_ms=4_000.0)], name="no broker")
    seen = observed(away, calm, marks=MARKS)
    assert under("no broker", accepted)(seen) == 100.0
    assert under("no broker", caught_up_s)(seen) == 1.0


def test_of_a_load_that_the_arm_was_spared_nothing_is_told() -> None:
    seen = observed(loaded([sample(5, "place-order", settle_ms=10.0)]), marks=MARKS)
    assert [metric.of(seen) for metric in borne("no broker")] == [None, None, None]


def test_orders_count_as_throughput_once_they_are_final_within_the_window() -> None:
    orders = [
        sample(3, "place-order", settle_ms=100.0),
        sample(4, "place-order", settle_ms=9_000.0),
        sample(5, "place-order"),
        sample(6, "search"),
    ]
    seen = observed(loaded(orders, seconds=10.0))
    assert settled_per_s(seen) == 0.1


def test_what_was_placed_before_the_window_and_is_settled_in_it_counts() -> None:
    orders = [
        sample(1, "place-order", settle_ms=100.0),
        sample(1.5, "place-order", settle_ms=9_000.0),
        sample(4, "place-order"),
    ]
    assert settled_per_s(observed(loaded(orders, seconds=10.0))) == 0.1


def test_cpu_is_shared_out_among_the_orders_that_were_settled_meanwhile() -> None:
    orders = [sample(at, "place-order", settle_ms=500.0) for at in (1, 3, 5, 11.8)]
    usage = [moment(2, 10.0, 1), moment(11, 11.0, 1), moment(30, 19.0, 1)]
    assert settled_cpu_ms(observed(loaded(orders, usage, seconds=10.0))) == 500.0
    assert settled_cpu_ms(observed(loaded([], usage, seconds=10.0))) is None
    assert settled_cpu_ms(observed(loaded(orders, usage[:1], seconds=10.0))) is None
