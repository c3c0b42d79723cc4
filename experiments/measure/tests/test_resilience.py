"""What is told of a shop by those who were refused, taken in, or kept waiting."""

from dataclasses import replace

import pytest

from experiments.measure.observation import NothingSeen
from experiments.measure.resilience import (
    accepted,
    answered_p99_ms,
    caught_up_s,
    during,
    good_during,
    good_of,
    good_per_s,
    refused_soon,
    settled,
    told,
)
from experiments.testing.observed import loaded, mark, observed, sample
from experiments.workload.samples import Sample
from experiments.workload.scoring import NO_RETRY_AFTER, Outcome

READS = {"search"}
MARKS = (mark("inject", 4.0, "hang orders"), mark("clear", 8.0, "orders"))


def at(second: float, outcome: Outcome = Outcome.GOOD) -> Sample:
    return sample(second, "search", outcome)


def refused(second: float, took_ms: float = 10.0, error: str = "") -> Sample:
    no = sample(second, "search", Outcome.FAILED, accept_ms=took_ms)
    return replace(no, http_status=503, error=error)


def order(second: float, settle_ms: float | None, status: int = 201) -> Sample:
    return replace(sample(second, "place-order", settle_ms=settle_ms), http_status=status)


def test_a_refusal_counts_if_it_comes_soon_and_says_when_to_come_back() -> None:
    samples = (refused(5), refused(5.5, 1500), refused(6, error=NO_RETRY_AFTER), refused(6.5))
    seen = observed(loaded((*samples, at(7), refused(9, 3000))), marks=MARKS)
    assert refused_soon(READS)(seen) == 50.0


def test_an_answer_that_never_came_is_no_refusal() -> None:
    silent = replace(at(5, Outcome.UNKNOWN), http_status=0, accept_ms=2000.0)
    seen = observed(loaded((silent, refused(6))), marks=MARKS)
    assert refused_soon(READS)(seen) == 50.0


def test_where_nothing_failed_nobody_was_refused() -> None:
    taken = replace(order(5, None), outcome=Outcome.FAILED)
    seen = observed(loaded((at(5), taken)), marks=MARKS)
    assert refused_soon({"search", "place-order"})(seen) is None


def test_a_load_that_is_too_much_needs_no_fault_to_be_refused() -> None:
    flood = loaded((refused(3), refused(4, 1200)), name="flood")
    assert refused_soon(READS, "flood")(observed(loaded(()), flood)) == 50.0
    assert answered_p99_ms(READS, "flood")(observed(loaded(()), flood)) == pytest.approx(1188.1)


def test_the_slowest_answers_count_whatever_they_say() -> None:
    seen = observed(loaded((at(5), refused(6, 900), refused(9, 5000))), marks=MARKS)
    assert answered_p99_ms(READS)(seen) == pytest.approx(891.05)
    assert answered_p99_ms({"browse"})(seen) is None


def test_each_load_has_a_fault_of_its_own() -> None:
    one = loaded((at(5), at(9)), name="one")
    later = replace(loaded((at(5, Outcome.FAILED),), name="two"), began_s=2000.0)
    marks = (
        *MARKS,
        replace(mark("inject", 0), began_s=2004.0),
        replace(mark("clear", 0), began_s=2008.0),
    )
    seen = observed(one, later, marks=marks)
    assert good_during(READS, "one")(seen) == 100.0
    assert good_during(READS, "two")(seen) == 0.0
    assert [each.intended_s for each in during(seen, "one")] == [5.0]


def test_a_load_that_had_no_fault_has_no_time_of_it() -> None:
    with pytest.raises(NothingSeen, match="the load has no inject"):
        during(observed(loaded((at(5),))))


def test_a_load_is_told_of_by_what_was_good_in_it() -> None:
    samples = (at(1), at(3), at(4), at(5, Outcome.FAILED), at(6))
    seen = observed(loaded(samples, seconds=10.0))
    assert good_of(READS, "mixed")(seen) == 75.0
    assert good_per_s(READS, "mixed")(seen) == pytest.approx(0.3)


def test_orders_that_wait_are_taken_in_and_catch_up() -> None:
    orders = (order(5, 4000.0), order(6, 3500.0), order(7, None, status=503))
    seen = observed(loaded((*orders, order(9, 20.0))), marks=MARKS)
    assert accepted(seen) == pytest.approx(100 * 2 / 3)
    assert settled(seen) == 100.0
    assert caught_up_s(seen) == pytest.approx(1.5)


def test_orders_that_were_final_before_the_end_have_nothing_to_catch_up() -> None:
    assert caught_up_s(observed(loaded((order(5, 20.0),)), marks=MARKS)) == 0.0


def test_one_order_that_was_never_final_is_not_passed_over() -> None:
    seen = observed(loaded((order(5, 20.0), order(6, None))), marks=MARKS)
    assert (settled(seen), caught_up_s(seen)) == (50.0, None)


def test_without_orders_nothing_is_known_of_them() -> None:
    seen = observed(loaded((at(5),)), marks=MARKS)
    assert (accepted(seen), settled(seen), caught_up_s(seen)) == (None, None, None)


def test_a_probe_is_believed_as_it_is() -> None:
    seen = replace(observed(loaded(())), facts={"tries": 1.17})
    assert told("tries")(seen) == 1.17
    assert told("other")(seen) is None
