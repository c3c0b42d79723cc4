"""A page says what each arm may use, and where the arms are not alike."""

from dataclasses import replace

import pytest

from experiments.report.page.reading.run import Run, read_run
from experiments.report.page.sections.fairness import fairness
from experiments.report.page.sections.threats import threats
from experiments.report.page.tests.made_run import Made, make_run

CONNECTIONS = "database connections, at most"
THREADS = "threads beside them, for pages, messages, notifications and screening"
QUOTA = "A quota for one part"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return read_run(make_run(tmp_path_factory.mktemp("made") / "run", Made(blocks=1)))


def totals(run: Run) -> dict[str, tuple[str, str]]:
    return {name: (one, two) for name, one, two in fairness(run).totals}


def titles(run: Run) -> set[str]:
    return {threat.title for threat in threats(run)}


def test_what_an_arm_has_beside_its_worker_slots_is_counted(run: Run) -> None:
    assert totals(run)[CONNECTIONS] == ("6 x 9", "6 x 11")
    assert totals(run)[THREADS] == ("54", "52")


def test_what_a_run_does_not_tell_is_not_guessed(run: Run) -> None:
    """Of a cut that this lab does not have."""
    found = totals(replace(run, plan=replace(run.plan, arms=("monolith", "thirds"))))
    assert found[CONNECTIONS] == ("6 x 9", "not known")
    assert found[THREADS] == ("54", "not known")


def test_the_page_claims_no_equality_that_there_is_not(run: Run) -> None:
    said = " ".join(threat.text for threat in threats(run))
    assert "slots and connections" not in said
    assert "equal in processes and worker slots" in said


def test_a_quota_that_holds_one_arm_as_a_whole_is_named(run: Run) -> None:
    assert QUOTA not in titles(run)
    assert QUOTA in titles(replace(run, plan=replace(run.plan, extras=("scaling-cpu",))))
