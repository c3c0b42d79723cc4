"""What climbs come to: the law that made them, what lost, up against out, and the forecast."""

from dataclasses import replace

import pytest

from experiments.catalogue.scaling_depth import depth
from experiments.depth.climb import Point
from experiments.depth.figures import KINDS, SCALED
from experiments.depth.findings import Finding, finding
from experiments.depth.forecast import THE_CORES, Demands, demands, forecast
from experiments.depth.ladder import OUT, UP, Rung
from experiments.depth.tests.made import IDLE, TRUTHS, UP_OUT, WORK_S, climb, outcome, with_first
from experiments.depth.words import law_lines, steps_line

READS = depth.ladders[0]


def of(arm: str, ladder: str = "reads") -> Finding:
    return next(
        each for each in outcome().findings if (each.arm, each.ladder.name) == (arm, ladder)
    )


@pytest.mark.parametrize("arm", TRUTHS)
def test_the_law_that_made_the_climbs_lies_in_the_intervals(arm: str) -> None:
    law, truth = of(arm).law, TRUTHS[arm]
    assert law is not None
    assert abs(law.sigma.value - truth.sigma) < 2 * law.sigma.interval.half_width
    assert abs(law.kappa.value - truth.kappa) < 2 * law.kappa.interval.half_width


def test_an_arm_that_turns_is_told_from_one_that_does_not() -> None:
    law = of("services").law
    assert law is not None
    assert law.is_retrograde
    assert of("services").lost_steps
    assert not of("monolith").lost_steps
    assert len(of("monolith").steps) == depth.most - 1


def test_what_queues_alone_would_make_of_the_law_stands_beside_it() -> None:
    found = of("services")
    assert found.queues is not None
    assert found.queues.sigma.value > 0 > found.queues.kappa.value
    told = f"queues alone would give sigma {found.queues.sigma.value:.4f}, kappa -0.0"
    assert any(line.startswith(told) for line in law_lines(depth, found))


def test_a_peak_is_named_only_where_somebody_was() -> None:
    found = of("services")
    within, beyond = (" ".join(law_lines(replace(depth, most=most), found)) for most in (8, 4))
    assert "above 0, most is served by about 5." in within
    assert "above 0, most would be served beyond the 4 that were tried" in beyond
    assert "most is served by" not in beyond


def test_a_step_is_a_ratio_within_visits_whose_interval_says_whether_it_is_sure() -> None:
    found = of("services")
    assert all(step.interval and step.interval.contains(step.change) for step in found.steps)
    sure = [step for step in found.steps if step.is_surely_lost]
    assert f"; {len(sure)} of them with the whole interval" in steps_line(found)


def test_a_step_that_halves_what_is_served_is_lost_surely_and_is_told_so() -> None:
    climbs = [climb("reads", "monolith", number) for number in range(1, 7)]
    halved = [
        replace(one, points=tuple(_halved(point, Rung(OUT, 8)) for point in one.points))
        for one in climbs
    ]
    found = finding(depth, READS, "monolith", halved, cores=1)
    (lost,) = found.lost_steps
    assert (lost.times, lost.is_surely_lost) == (7, True)
    assert steps_line(found).endswith("; 1 of them with the whole interval")
    few = finding(depth, READS, "monolith", halved[:5], cores=1)
    assert "interval" not in steps_line(few)


def _halved(point: Point, rung: Rung) -> Point:
    return replace(point, served_per_s=point.served_per_s / 2) if point.rung == rung else point


def test_up_against_out_is_a_ratio_within_visits() -> None:
    for one in of("monolith").up_out:
        assert one.ratio == pytest.approx(UP_OUT, rel=0.05)
        assert one.interval is not None
        assert one.interval.low > 1


def test_fewer_than_six_visits_have_a_ratio_and_no_interval() -> None:
    climbs = [climb("reads", "monolith", number) for number in range(1, 4)]
    (one, _) = finding(depth, READS, "monolith", climbs, cores=1).up_out
    assert one.ratio == pytest.approx(UP_OUT, rel=0.1)
    assert one.interval is None


def test_disturbed_visits_do_not_count() -> None:
    whole = outcome()
    (found, *_) = with_first(whole, disturbed=("steal: 20%",)).findings
    assert found.visits == depth.visits - 1


def test_where_every_visit_was_disturbed_nothing_is_found() -> None:
    climbs = [replace(climb("reads", "monolith", 1), disturbed=("steal: 20%",))]
    found = finding(depth, READS, "monolith", climbs, cores=1)
    assert (found.visits, found.law, found.rungs, found.up_out) == (0, None, (), ())


def test_a_rung_that_served_nothing_is_left_out_of_law_and_ratio() -> None:
    one = climb("reads", "monolith", 1)
    broken = [
        replace(point, served_per_s=0.0) if point.rung == Rung(UP, 8) else point
        for point in one.points
    ]
    found = finding(depth, READS, "monolith", [replace(one, points=tuple(broken))], cores=1)
    assert [each.ratio is None for each in found.up_out] == [False, True]


def one_replica() -> Demands:
    cores = {**IDLE, SCALED: IDLE[SCALED] + 20 * WORK_S, "databases": IDLE["databases"] + 0.01}
    found = demands(cores, IDLE, asked_per_s=20.0)
    assert found is not None
    return found


def test_what_is_taken_when_idle_is_no_operations_demand() -> None:
    found = one_replica()
    assert found.cpu_s[SCALED] == pytest.approx(WORK_S)
    assert found.cpu_s["databases"] == pytest.approx(0.0005)
    assert found.cpu_s["broker"] == 0.0


def test_one_replica_that_is_never_without_clients_serves_its_quota() -> None:
    told = forecast(one_replica(), Rung(OUT, 1), quota=0.05, clients=4, cores=1)
    assert told.served_per_s == pytest.approx((0.05 - IDLE[SCALED]) / WORK_S, rel=0.02)
    assert told.limit == SCALED


def test_small_replicas_lose_what_clients_leave_them_idle_and_a_large_one_does_not() -> None:
    small, large = (
        forecast(one_replica(), Rung(way, 8), quota=0.05, clients=32, cores=1) for way in (OUT, UP)
    )
    assert small.served_per_s < large.served_per_s < 8 * 0.05 / WORK_S


def test_nothing_takes_more_than_the_cores_have() -> None:
    told = forecast(one_replica(), Rung(OUT, 8), quota=0.5, clients=400, cores=1)
    assert told.limit == THE_CORES
    idle = sum(IDLE.values()) + 7 * IDLE[SCALED]
    assert told.served_per_s == pytest.approx((1 - idle) / 0.0025)


def test_a_database_that_takes_most_is_named_as_the_limit() -> None:
    one = Demands({**dict.fromkeys(KINDS, 0.0), SCALED: 0.001, "databases": 0.02}, IDLE)
    assert forecast(one, Rung(OUT, 8), quota=0.05, clients=2, cores=1).limit == "databases"


def test_an_arm_that_was_asked_for_nothing_foretells_nothing() -> None:
    assert demands(IDLE, IDLE, asked_per_s=0.0) is None
    assert demands(IDLE, IDLE, asked_per_s=10.0) is None
