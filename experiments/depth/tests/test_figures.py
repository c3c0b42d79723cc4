"""What is measured on a rung, from observations made up for it."""

from dataclasses import replace

import pytest

from experiments.depth.climb import climb_of
from experiments.depth.figures import (
    KINDS,
    backlog,
    cores_by_kind,
    figures_of,
    idle_figures,
    served_per_s,
    sessions,
)
from experiments.depth.ladder import OUT, Rung
from experiments.measure.observation import Moment, Tables
from experiments.stacks.protocol import GroupUsage, Usage
from experiments.testing.observed import loaded, moment, observed, sample
from experiments.trials.trial import Trial
from experiments.workload.scoring import Outcome

BEFORE = {"orders": 1.0, "payments": 1.0, "orders.database": 2.0, "broker": 1.0, "gateway": 0.5}
AFTER = {"orders": 2.0, "payments": 1.5, "orders.database": 4.0, "broker": 1.25, "gateway": 1.0}


def at(at_s: float, cpu_s: dict[str, float]) -> Moment:
    groups = {name: GroupUsage(seconds, 1_000) for name, seconds in cpu_s.items()}
    return Moment(at_s, Usage(sum(cpu_s.values()), 5_000, "pss", groups))


def test_cores_are_told_by_kind_and_the_scaled_part_by_itself() -> None:
    assert cores_by_kind("orders", (at(10, BEFORE), at(20, AFTER))) == {
        "scaled": pytest.approx(0.1),
        "others": pytest.approx(0.05),
        "databases": pytest.approx(0.2),
        "broker": pytest.approx(0.025),
        "gateway": pytest.approx(0.05),
    }


def test_a_group_that_was_not_there_before_has_used_all_it_has() -> None:
    before = {name: cpu_s for name, cpu_s in BEFORE.items() if name != "broker"}
    found = cores_by_kind("orders", (at(10, before), at(20, AFTER)))
    assert found["broker"] == pytest.approx(0.125)


@pytest.mark.parametrize("moments", [(), (at(10, BEFORE),), (at(10, BEFORE), at(10, AFTER))])
def test_where_no_time_passed_nothing_is_told(moments: tuple[Moment, ...]) -> None:
    assert cores_by_kind("orders", moments) == {}


def test_only_good_operations_are_served() -> None:
    load = loaded([*[sample(3.0)] * 30, *[sample(4.0, outcome=Outcome.SLOW)] * 10], seconds=10.0)
    assert served_per_s(load) == 3.0


def test_sessions_and_backlog_are_what_the_tables_gained() -> None:
    surveyed = replace(
        loaded([sample(3.0)], seconds=10.0), tables=(Tables(2, 9, 1.0), Tables(7, 9, 6.0))
    )
    assert sessions(surveyed) == pytest.approx(0.5)
    assert backlog(surveyed) == 5.0
    assert sessions(loaded([sample(3.0)])) is None
    assert backlog(loaded([sample(3.0)])) is None


def test_a_climb_is_read_back_from_the_values_of_its_trial() -> None:
    usage = (at(1002, BEFORE), at(1012, AFTER))
    load = replace(loaded([sample(3.0)] * 50, seconds=10.0, name="out-2"), usage=usage)
    seen = replace(observed(load), idle=(at(0, BEFORE), at(10, BEFORE)))
    metrics = (*idle_figures("orders"), *figures_of("orders", "out-2"))
    trial = Trial("orders", {one.key: one.of(seen) for one in metrics}, (), ("torn",))
    found = climb_of("services", 4, trial, (Rung(OUT, 2),))
    (point,) = found.points
    assert (point.served_per_s, point.asked_per_s, point.good) == (5.0, 5.0, 100.0)
    assert point.cores["broker"] == pytest.approx(0.025)
    assert point.waiting is None
    assert found.idle == dict.fromkeys(KINDS, 0.0)
    assert (found.ladder, found.number, found.violations) == ("orders", 4, ("torn",))


def test_sessions_that_have_cpu_do_not_wait() -> None:
    usage = (moment(2, 1.0, 5), moment(12, 2.0, 5))
    tables = (Tables(0, 9, 0.0), Tables(0, 9, 8.0))
    load = replace(loaded([sample(3.0)], usage, seconds=10.0, name="out-1"), tables=tables)
    metrics = (*idle_figures("orders"), *figures_of("orders", "out-1"))
    values = {one.key: one.of(observed(load)) for one in metrics}
    values["out-1 databases"] = 0.3
    (point,) = climb_of("services", 1, Trial("o", values, (), ()), (Rung(OUT, 1),)).points
    assert point.waiting == pytest.approx(0.5)
