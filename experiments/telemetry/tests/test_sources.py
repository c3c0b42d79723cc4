"""Which files are read, of what is up and of what is over."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from experiments.run_folder.folder import PLAN, NoSuchRun, RunFolder, open_run
from experiments.telemetry.sources import NothingToRead, instead, of_run, running, sources

NOW = datetime(2026, 11, 23, 4, 5, 6, tzinfo=UTC)


def arm_up(state: Path, arm: str) -> None:
    logs = state / arm / "logs"
    logs.mkdir(parents=True)
    (logs / f"{arm}-1.log").touch()
    (logs / f"spans-{arm}-1.jsonl").touch()
    (state / arm / "supervisor.log").touch()


def kept_run(runs: Path, *visits: str) -> RunFolder:
    run = open_run(runs, 7, NOW)
    run.write(PLAN, {})
    for visit in visits:
        run.logs(visit).mkdir(parents=True)
        (run.logs(visit) / "gateway.log").touch()
    return run


def test_an_arm_that_is_up_is_read_with_its_supervisor(tmp_path: Path) -> None:
    arm_up(tmp_path, "services")
    (found,) = running(lambda arm: tmp_path / arm)
    assert (found.arm, found.told) == ("services", "services, running")
    assert [path.name for path in found.logs] == ["services-1.log", "supervisor.log"]
    assert [path.name for path in found.spans] == ["spans-services-1.jsonl"]


def test_the_visits_of_a_run_come_in_order_and_say_whose_they_are(tmp_path: Path) -> None:
    run = kept_run(tmp_path, "02-services", "01-monolith", "03-services-b")
    assert [(one.arm, one.told.split()[0]) for one in of_run(run)] == [
        ("monolith", "01-monolith"),
        ("services", "02-services"),
        ("services", "03-services-b"),
    ]


def test_what_is_up_comes_before_the_newest_run(tmp_path: Path) -> None:
    state, runs = tmp_path / "state", tmp_path / "runs"
    kept_run(runs, "01-monolith", "02-services")
    arm_up(state, "monolith")

    def chosen(run: str = "", arm: str = "") -> list[str]:
        return [one.told.split()[0] for one in sources(run, arm, lambda arm: state / arm, runs)]

    assert chosen() == ["monolith,"]
    assert chosen(run="latest") == ["01-monolith", "02-services"]
    assert chosen(arm="services") == ["02-services"]


def test_whoever_named_no_run_is_told_when_he_gets_one(tmp_path: Path) -> None:
    run = kept_run(tmp_path / "runs", "01-monolith")
    arm_up(tmp_path / "state", "services")
    over, up = of_run(run), running(lambda arm: tmp_path / "state" / arm)
    assert instead("", over) == f"not up: this is of the newest run, {run.path.name}"
    assert instead("latest", over) == ""
    assert instead("", up) == ""


def test_nothing_to_read_is_one_line_that_helps(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    with pytest.raises(NothingToRead, match="no arm is up, and there is no run yet: `cleave up`"):
        sources("", "", lambda arm: tmp_path / arm, runs)
    with pytest.raises(NothingToRead, match="services is not up"):
        sources("", "services", lambda arm: tmp_path / arm, runs)
    run = kept_run(runs, "01-monolith")
    with pytest.raises(NothingToRead, match=f"{run.path.name} keeps no logs of services"):
        sources("latest", "services", lambda arm: tmp_path / arm, runs)
    with pytest.raises(NoSuchRun):
        sources("nosuch", "", lambda arm: tmp_path / arm, runs)
