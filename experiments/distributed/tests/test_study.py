"""The study on a lab in memory: who is visited, from which release, what is kept, what is told."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from experiments.catalogue.distributed_complexity import complexity
from experiments.cli import app as cleave
from experiments.cli.edge import STOPPED, USAGE, run
from experiments.distributed import __main__ as made_by_make
from experiments.distributed import command
from experiments.distributed.sides import Visit
from experiments.distributed.tests.made import VISITS, fragile, outcome, runner
from experiments.distributed.visit import settings_for
from experiments.testing.fake_lab import FakeLab
from experiments.testing.listener import Listener
from experiments.topology import MONOLITH, SERVICES
from experiments.trials.lab import Lab, Say

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def fake() -> FakeLab:
    return FakeLab()


@pytest.fixture
def commanded(fake: FakeLab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeLab:
    """What the command runs on; nothing of the machine is touched."""

    @contextlib.contextmanager
    def open_lab(_say: Say) -> Iterator[Lab]:
        yield fragile(fake, [])

    monkeypatch.setattr(command, "open_lab", open_lab)
    monkeypatch.setattr(command, "RUNS", tmp_path / "runs")
    monkeypatch.delenv("COLUMNS", raising=False)
    return fake


def test_both_arms_are_visited_whole_and_naive_and_each_protection_is_missed_alone() -> None:
    labels = [visit.side.label for visit in VISITS]
    assert labels.count(MONOLITH.name) == labels.count("monolith, naive") == 1
    assert labels.count(SERVICES.name) == labels.count("services, naive") == 5
    assert labels[12:] == [f"without {each.name!r}" for each in complexity.protections]
    assert {visit.side.arm for visit in VISITS[12:]} == {SERVICES.name}


@pytest.mark.parametrize("visit", VISITS, ids=lambda each: f"{each.side.label} {each.under.name}")
def test_every_visit_is_one_that_can_be_made(visit: Visit) -> None:
    (experiment,) = settings_for(complexity, visit, seed=1).experiments
    topology = {each.name: each for each in (MONOLITH, SERVICES)}[visit.side.arm]
    assert experiment.missing_on(topology) == ""


def test_each_visit_starts_from_its_release_and_leaves_nothing(
    fake: FakeLab, tmp_path: Path
) -> None:
    started: list[tuple[str, str]] = []
    seen = runner(fragile(fake, started), tmp_path, Listener()).run().seen
    assert [each.side for each in seen] == [visit.side.label for visit in VISITS]
    assert started[:3] == [("monolith", "base"), ("monolith", "naive"), ("services", "base")]
    assert started[4] == ("services", "switchable")
    assert started[-1] == ("services", "hoping-it-is-sent")
    assert ("services", "switchable+charging-each-time") in started
    assert fake.running == []


def test_both_sides_of_a_disturbance_meet_the_same_arrivals(fake: FakeLab, tmp_path: Path) -> None:
    runner(fragile(fake, []), tmp_path, Listener()).run()
    under = [visit.under.name for visit in VISITS]
    seeds = {name: set[int]() for name in under}
    for name, plan in zip(under, fake.plans, strict=True):
        seeds[name].add(plan.seed)
    assert all(len(each) == 1 for each in seeds.values())


def test_what_was_taken_away_breaks_and_what_is_whole_does_not(
    fake: FakeLab, tmp_path: Path
) -> None:
    whole = runner(fragile(fake, []), tmp_path, Listener()).run()
    assert {each.side for each in whole.seen if not each.count} == {"monolith", "services"}
    problems = whole.problems(VISITS)
    assert problems
    assert all("clients looked only" in text for text in problems), "no time passes in this lab"


def test_whoever_is_stopped_keeps_what_was_seen(fake: FakeLab, tmp_path: Path) -> None:
    fake.interrupts = {3: KeyboardInterrupt()}
    with pytest.raises(KeyboardInterrupt):
        runner(fake.lab, tmp_path, Listener()).run()
    kept = json.loads((tmp_path / "complexity.json").read_text())
    assert [each["side"] for each in kept["seen"]] == ["monolith", "monolith, naive"]
    assert fake.running == []


def test_the_time_left_only_shrinks(fake: FakeLab, tmp_path: Path) -> None:
    listener = Listener()
    one = runner(fake.lab, tmp_path, listener)
    one.run()
    assert listener.left_s[0] == pytest.approx(one.seconds)
    assert listener.left_s == sorted(listener.left_s, reverse=True)


def test_the_time_told_knows_of_orders_that_are_waited_for_in_vain(tmp_path: Path) -> None:
    in_vain = [f"{each.side.label}, {each.under.name}" for each in VISITS if each.leaves_open]
    assert in_vain == ["services, naive, partition", "without 'sent until stored', partition"]
    assert 9 * 60 < runner(FakeLab().lab, tmp_path, Listener()).seconds < 12 * 60


def test_an_arm_that_breaks_as_it_is_is_a_problem() -> None:
    assert outcome().problems(VISITS) == ()
    broken = outcome(services=1).problems(VISITS)
    assert broken[0] == "services, calm: violated: money is conserved (1): money is conserved: ..."
    assert len(broken) == 5


def test_a_protection_that_nobody_misses_is_a_problem() -> None:
    (problem,) = outcome(**{"without 'told once'": 0}).problems(VISITS)
    assert problem.startswith("without 'told once', duplicate: nothing broke")


def test_a_naive_arm_without_a_violation_is_a_result() -> None:
    assert outcome(**{"services, naive": 0, "monolith, naive": 0}).problems(VISITS) == ()


def test_make_prints_keeps_and_writes_a_page(
    commanded: FakeLab, tmp_path: Path, capsys: Capture
) -> None:
    code = run(made_by_make.app, ["--seed", "3", "--keep", str(tmp_path / "kept")])
    assert code == 1, "no time passes in this lab, so no disturbance is proved"
    printed = capsys.readouterr().out
    kept = (tmp_path / "kept" / "table.txt").read_text()
    assert printed.startswith(kept)
    (page,) = (tmp_path / "runs").glob("distributed/2*/report.html")
    assert f"Report: {page}" in printed


def test_cleave_run_knows_the_study(commanded: FakeLab, capsys: Capture) -> None:
    assert run(cleave.app, ["run", "distributed_complexity", "--seed", "3", "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert (document["kind"], document["seed"]) == ("cleave distributed complexity", 3)


@pytest.mark.parametrize("option", ["--blocks 2", "--without breaker", "--resilience naive"])
def test_what_is_asked_of_a_comparison_is_refused(option: str, capsys: Capture) -> None:
    assert run(cleave.app, ["run", "distributed-complexity", *option.split()]) == USAGE
    assert "takes --seed and --json only" in capsys.readouterr().err


def test_ctrl_c_leaves_nothing_running(commanded: FakeLab) -> None:
    commanded.interrupts = {2: KeyboardInterrupt()}
    assert run(made_by_make.app, ["--seed", "3"]) == STOPPED
    assert commanded.running == []
