"""A page says what each arm may use, and where the arms are not alike."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from experiments.report.page.reading.run import Run, read_run
from experiments.report.page.sections.fairness import fairness
from experiments.report.page.sections.threats import threats
from experiments.report.page.tests.made_run import ENVIRONMENT, Made, make_run

CONNECTIONS = "database connections, at most"
THREADS = "threads beside them, for messages, screening and pages"
QUOTA = "A quota for one part"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return read_run(make_run(tmp_path_factory.mktemp("made") / "run", Made(blocks=1)))


def totals(run: Run) -> dict[str, tuple[str, str]]:
    return {name: (one, two) for name, one, two in fairness(run).totals}


def titles(run: Run) -> set[str]:
    return {threat.title for threat in threats(run)}


def test_what_the_services_have_for_messages_is_counted(run: Run) -> None:
    assert totals(run)[CONNECTIONS] == ("6 x 8", "6 x 11")
    assert totals(run)[THREADS] == ("none", "52")


def test_what_a_run_does_not_tell_is_not_guessed(run: Run) -> None:
    """A budget of before connections were counted, and a cut that this lab does not have."""
    environment: Any = deepcopy(ENVIRONMENT)
    del environment["budget"]["replica"]["connections"]
    plan = replace(run.plan, arms=("monolith", "thirds"))
    found = totals(replace(run, environment=environment, plan=plan))
    assert found[CONNECTIONS] == ("6 x 8", "not known")
    assert found[THREADS] == ("none", "not known")


def test_the_page_claims_no_equality_that_there_is_not(run: Run) -> None:
    said = " ".join(threat.text for threat in threats(run))
    assert "slots and connections" not in said
    assert "equal in processes and worker slots" in said


def test_a_quota_that_holds_one_arm_as_a_whole_is_named(run: Run) -> None:
    assert QUOTA not in titles(run)
    assert QUOTA in titles(replace(run, plan=replace(run.plan, extras=("scaling-cpu",))))
