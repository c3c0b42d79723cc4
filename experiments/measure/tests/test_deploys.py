"""What is counted of a deploy: who failed, who waited, when it was taken back, when all is well."""

from dataclasses import replace

import pytest

from experiments.measure.deploys import (
    FAILED,
    LATE,
    count_after,
    deploys,
    not_good_since,
    noticed_s,
    p95_ms_during,
    taken_back,
    told_of_deploy,
    well_again_s,
)
from experiments.measure.observation import Mark, Observation
from experiments.testing.observed import loaded, mark, observed, sample
from experiments.workload.samples import Sample
from experiments.workload.scoring import Outcome

DEPLOYED = mark("deploy", 4.0, "bad", done_s=6.0)
BACK = mark("rollback", 9.0, "artefact", done_s=10.0)


def shopping(bad: dict[float, Outcome], until_s: float = 22.0) -> list[Sample]:
    """Ten operations a second."""
    times = [number / 10 for number in range(20, int(10 * until_s))]
    return [sample(at, outcome=bad.get(at, Outcome.GOOD)) for at in times]


def seen_with(bad: dict[float, Outcome], *marks: Mark) -> Observation:
    return observed(loaded(shopping(bad)), marks=marks)


def bad_between(start_s: float, end_s: float) -> dict[float, Outcome]:
    return {number / 10: Outcome.FAILED for number in range(int(10 * start_s), int(10 * end_s))}


def test_wrong_answers_and_none_have_failed_and_late_ones_are_apart() -> None:
    bad = {5.0: Outcome.FAILED, 5.1: Outcome.UNKNOWN, 5.2: Outcome.SLOW}
    seen = seen_with(bad, DEPLOYED)
    assert count_after("deploy", "bad", FAILED)(seen) == 2.0
    assert count_after("deploy", "bad", LATE)(seen) == 1.0


def test_what_failed_before_a_deploy_or_after_the_next_step_is_not_its_fault() -> None:
    bad = {3.9: Outcome.FAILED, 4.0: Outcome.FAILED, 8.9: Outcome.FAILED, 9.0: Outcome.FAILED}
    assert count_after("deploy", "bad", FAILED)(seen_with(bad, DEPLOYED, BACK)) == 2.0


def test_the_rows_of_a_deploy_are_its_seconds_and_its_counts() -> None:
    rows = told_of_deploy("bad", "2 x 1")
    assert [row.key for row in rows] == ["2_x_1_s", "2_x_1_failed", "2_x_1_late"]
    assert [row.of(seen_with({5.0: Outcome.SLOW}, DEPLOYED)) for row in rows] == [2.0, 0.0, 1.0]


def test_answers_are_timed_while_the_step_is_under_way() -> None:
    times = ((3.9, 900.0), (4.0, 10.0), (5.9, 10.0), (6.0, 900.0))
    load = loaded([sample(at, accept_ms=took_ms) for at, took_ms in times])
    assert p95_ms_during("deploy", "bad")(observed(load, marks=[DEPLOYED])) == 10.0
    assert p95_ms_during("deploy", "bad")(observed(loaded(()), marks=[DEPLOYED])) is None


def test_deploys_are_counted_by_the_step() -> None:
    seen = seen_with({}, replace(DEPLOYED, kind="inorder", deploys=2))
    assert deploys("inorder", "bad")(seen) == 2.0


def test_a_bad_release_is_noticed_from_when_it_was_wholly_there() -> None:
    assert noticed_s("bad")(seen_with({}, DEPLOYED, BACK)) == 3.0
    assert noticed_s("bad")(seen_with({}, DEPLOYED)) is None


def test_it_is_well_again_once_it_is_good_after_it_was_taken_back() -> None:
    seen = seen_with(bad_between(6.0, 10.5), DEPLOYED, BACK)
    assert well_again_s("bad")(seen) == pytest.approx(5.0 + 1.5, abs=0.2)
    assert not_good_since("bad")(seen) == 45.0


def test_what_nobody_took_back_counts_with_the_time_it_was_watched() -> None:
    seen = seen_with(bad_between(6.0, 22.0), DEPLOYED)
    assert well_again_s("bad")(seen) == 18.0
    assert taken_back(seen) == 0.0
    assert taken_back(seen_with({}, DEPLOYED, BACK)) == 1.0
