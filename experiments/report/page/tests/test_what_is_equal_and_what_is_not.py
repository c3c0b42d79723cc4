"""A page says what each arm may use, and where the arms are not alike."""

from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from experiments.report.page.reading.run import Run, read_run
from experiments.report.page.sections.conditions import COUNTED_TWICE, NOT_PINNED, conditions
from experiments.report.page.sections.fairness import fairness
from experiments.report.page.sections.threats import threats
from experiments.report.page.tests.made_run import ENVIRONMENT, Made, make_run

CONNECTIONS = "database connections, at most"
THREADS = "threads beside them, for pages, messages, notifications and screening"
QUOTA = "A quota for one part"
CLOCKS = "An order that settles when it is seen to"
ALONE = "A claim about one arm alone"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return read_run(make_run(tmp_path_factory.mktemp("made") / "run", Made(blocks=1)))


def totals(run: Run) -> dict[str, tuple[str, str]]:
    return {name: (one, two) for name, one, two in fairness(run).totals}


def threat(run: Run, title: str) -> str:
    return next(threat.text for threat in threats(run) if threat.title == title)


def titles(run: Run) -> set[str]:
    return {threat.title for threat in threats(run)}


def test_what_an_arm_has_beside_its_worker_slots_is_counted(run: Run) -> None:
    assert totals(run)[CONNECTIONS] == ("6 x 11", "6 x 13")
    assert totals(run)[THREADS] == ("54", "52")


def test_what_a_run_does_not_tell_is_not_guessed(run: Run) -> None:
    """Of a cut that this lab does not have."""
    found = totals(replace(run, plan=replace(run.plan, arms=("monolith", "thirds"))))
    assert found[CONNECTIONS] == ("6 x 11", "not known")
    assert found[THREADS] == ("54", "not known")


def test_the_page_claims_no_equality_that_there_is_not(run: Run) -> None:
    said = " ".join(threat.text for threat in threats(run))
    assert "slots and connections" not in said
    assert "equal in processes and worker slots" in said


def test_totals_are_not_called_equal_where_a_load_is_scaled(run: Run) -> None:
    assert "not equal where a load is scaled (scaling)" in fairness(run).of
    assert fairness(run).of.startswith("Replicas, and what hangs on them, are those of the first")
    unscaled = replace(run, plan=replace(run.plan, sizes=replace(run.plan.sizes, replicas={})))
    assert "scaled" not in fairness(unscaled).of


def test_retries_are_not_counted_as_tries(run: Run) -> None:
    said = dict(fairness(run).alike)["retries at the gateway"]
    assert said.startswith("2 retries, so 3 tries, at most")


def test_a_machine_that_cannot_pin_is_said_to_be_incomparable(run: Run) -> None:
    loose: Any = deepcopy(ENVIRONMENT)
    loose["cpu"]["pinned"] = False
    assert NOT_PINNED in conditions(replace(run, environment=loose)).sentences
    assert NOT_PINNED not in conditions(run).sentences


def test_a_machine_that_counts_shared_pages_twice_is_said_to(run: Run) -> None:
    twice = {**ENVIRONMENT, "proportional_memory": False}
    assert COUNTED_TWICE in conditions(replace(run, environment=twice)).sentences
    assert COUNTED_TWICE not in conditions(run).sentences


def test_claims_that_share_visits_are_those_of_this_run(run: Run) -> None:
    assert "c1, c2, c3" in threat(run, "Claims that share runs")
    assert "m7" in threat(run, ALONE)


def test_a_run_without_claims_has_no_threats_to_them(run: Run) -> None:
    without = titles(replace(run, rulings=None))
    assert not without & {"Provisional verdicts", "Claims that share runs", ALONE}


def test_intervals_of_rows_are_said_to_be_many(run: Run, whole: Path) -> None:
    assert "Many intervals" not in titles(run)
    assert "of 40, two miss by chance" in threat(read_run(whole), "Many intervals")


def test_a_quota_that_holds_one_arm_as_a_whole_is_named(run: Run) -> None:
    assert QUOTA not in titles(run)
    assert QUOTA in titles(replace(run, plan=replace(run.plan, extras=("scaling-cpu",))))


def test_clocks_that_are_wrong_on_purpose_are_named(run: Run) -> None:
    skewed = "isolation-clock-skewed-orders"
    assert CLOCKS not in titles(run)
    changed = replace(run, plan=replace(run.plan, extras=(skewed,)))
    assert threat(changed, CLOCKS).startswith(f"In {skewed} clocks of the shop are wrong")
