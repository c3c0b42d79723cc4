"""What a load takes is told only where it was held."""

from dataclasses import replace

from experiments.measure.cost import start_s
from experiments.measure.growth import connections_of_arm, cpu_gained_ms, if_held
from experiments.measure.observation import Loaded, Observation, Tables
from experiments.measure.service import served
from experiments.slo import SLO
from experiments.testing.observed import loaded, moment, observed, sample
from experiments.workload.scoring import Outcome


def two_loads(operations: int) -> Observation:
    one = loaded([sample(3.0)] * 100, (moment(2, 1.0, 1), moment(12, 2.0, 1)), name="1x")
    two = loaded([sample(3.0)] * operations, (moment(2, 2.0, 1), moment(12, 5.0, 1)), name="4x")
    return observed(one, two)


def surveyed(before: Tables, after: Tables, *, orders: int = 0) -> Loaded:
    samples = [sample(3.0), *[sample(4.0, "place-order", settle_ms=90.0)] * orders]
    return replace(loaded(samples), tables=(before, after))


def test_cpu_gained_is_that_of_the_operations_that_came_on_top() -> None:
    assert cpu_gained_ms("1x", "4x")(two_loads(400)) == 1000 * 2.0 / 300


def test_nothing_is_gained_by_a_load_that_did_not_grow() -> None:
    assert cpu_gained_ms("1x", "4x")(two_loads(100)) is None


def test_what_was_not_held_has_no_price() -> None:
    def with_one(outcome: Outcome) -> Observation:
        return observed(loaded([*[sample(3.0)] * 98, sample(4.0, outcome=outcome), sample(4.1)]))

    assert if_held(start_s, SLO, "mixed")(with_one(Outcome.GOOD)) == 3.5
    assert if_held(start_s, SLO, "mixed")(with_one(Outcome.SLOW)) == 3.5
    worse = observed(loaded([sample(3.0), sample(4.0, outcome=Outcome.SLOW)]))
    assert if_held(start_s, SLO, "mixed")(worse) is None


def test_good_answers_that_come_late_are_not_held_either() -> None:
    late = observed(loaded([sample(3.0, accept_ms=250.0)] * 100))
    assert if_held(start_s, SLO, "mixed")(late) is None
    assert if_held(start_s, SLO.beyond(100), "mixed")(late) == 3.5


def test_a_load_that_the_pilot_found_no_replicas_for_is_not_held_by_luck() -> None:
    lucky = replace(observed(loaded([sample(3.0)] * 100)), unheld=("mixed",))
    assert if_held(start_s, SLO, "mixed")(lucky) is None


def test_a_backlog_that_grows_is_not_held() -> None:
    growing = observed(surveyed(Tables(1, 9), Tables(40, 9), orders=100))
    assert if_held(start_s, SLO, "mixed")(growing) is None
    steady = observed(surveyed(Tables(1, 9), Tables(9, 9), orders=100))
    assert if_held(start_s, SLO, "mixed")(steady) == 3.5


def test_a_few_late_orders_are_no_p95() -> None:
    def with_orders(number: int) -> Observation:
        late = [sample(4.0, "place-order", settle_ms=900.0)] * number
        return observed(loaded([*[sample(3.0)] * 100, *late]))

    assert served(with_orders(39).load()).settle_p95_ms is None
    assert if_held(start_s, SLO, "mixed")(with_orders(39)) == 3.5
    assert if_held(start_s, SLO, "mixed")(with_orders(40)) is None


def test_without_a_survey_nothing_is_known_of_backlog_and_connections() -> None:
    load = loaded([sample(3.0)])
    assert served(load).backlog is None
    assert connections_of_arm("mixed")(observed(load)) is None


def test_connections_are_the_most_that_were_seen() -> None:
    load = surveyed(Tables(0, 12), Tables(0, 34))
    assert connections_of_arm("mixed")(observed(load)) == 34.0
