"""Time until the shop is well again."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from experiments.measure.metric import Value
from experiments.measure.observation import Observation
from experiments.measure.recovery import (
    building_s,
    failed_after,
    quickest_keeping,
    recovery,
    step_s,
    well_from,
)
from experiments.testing.observed import loaded, mark, observed, sample
from experiments.workload.scoring import Outcome


def moments(bad: set[int], count: int = 200) -> list[tuple[float, bool]]:
    """Twenty operations a second; `bad` are the places of those that fail."""
    return [(place / 20, place not in bad) for place in range(count)]


def test_a_shop_that_was_never_ill_is_well_at_once() -> None:
    assert well_from(moments(set()), 10.0) == 0.0


def test_one_failure_in_a_hundred_is_still_well() -> None:
    assert well_from(moments({50}), 10.0) == 0.0


def test_it_is_well_from_the_first_operation_after_which_five_seconds_are_good() -> None:
    assert well_from(moments(set(range(60))), 10.0) == pytest.approx(59 / 20)


def test_who_does_not_recover_counts_with_the_time_watched() -> None:
    assert well_from(moments(set(range(0, 200, 10))), 10.0) == 10.0


def test_five_seconds_that_were_not_seen_whole_prove_nothing() -> None:
    assert well_from(moments(set(range(120))), 10.0) == 10.0


def test_recovery_is_watched_until_the_next_disturbance() -> None:
    bad = [sample(5 + place / 10, outcome=Outcome.FAILED) for place in range(10)]
    good = [sample(6 + place / 10) for place in range(60)]
    marks = (mark("rollback", 5.0, "artefact"), mark("rollback", 12.0, "feature flag"))
    seen = observed(loaded([*bad, *good]), marks=marks)
    assert recovery("rollback", "artefact")(seen) == pytest.approx(0.9, abs=0.11)
    assert failed_after("rollback", "artefact")(seen) == 10.0


def test_a_step_takes_from_its_command_until_it_is_done() -> None:
    seen = observed(loaded(()), marks=(mark("deploy", 3.0, "release-2", done_s=7.5),))
    assert step_s("deploy")(seen) == pytest.approx(4.5)


def test_building_is_a_part_of_the_step() -> None:
    built = replace(mark("rollback", 3.0, "revert build", done_s=7.5), building_s=0.25)
    assert building_s("rollback", "revert build")(observed(loaded(()), marks=(built,))) == 0.25


def way(seconds: float) -> Callable[[Observation], Value]:
    return lambda _: seconds


def test_the_quickest_way_is_looked_for_among_those_that_keep_the_good() -> None:
    ways = {"flag": way(0.1), "artefact": way(3.0)}
    seen = observed(loaded(()))
    of = quickest_keeping(ways)
    assert of(replace(seen, facts={"flag": True, "artefact": True})) == 0.1
    assert of(replace(seen, facts={"flag": False, "artefact": True})) == 3.0
    assert of(replace(seen, facts={"flag": False, "artefact": False})) is None
