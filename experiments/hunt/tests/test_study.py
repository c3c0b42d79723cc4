"""The study on a lab in memory: what is visited, kept, told, and when its counts say nothing."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from experiments.cli import app as cleave
from experiments.cli.edge import STOPPED, run
from experiments.hunt import __main__ as made_by_make
from experiments.hunt import command, recording
from experiments.hunt.bug import CALM
from experiments.hunt.bugs import BUGS
from experiments.hunt.look import Look
from experiments.hunt.outcome import NO_BUG, Outcome
from experiments.hunt.run import FILE, Runner, visits
from experiments.hunt.symptom import Kind, Symptom
from experiments.hunt.tests.made import Made, symptom
from experiments.report.screen import WIDTH
from experiments.run_folder.folder import RunFolder
from experiments.testing.fake_lab import FakeLab
from experiments.testing.fake_stack import FakeStack, artefact
from experiments.testing.listener import Listener
from experiments.topology import TOPOLOGIES
from experiments.trials.lab import Lab, Say

Capture = pytest.CaptureFixture[str]
SEED = 3


class Customer:
    """Notices something wherever there is a bug, or where `nervous`."""

    def __init__(self, fake: FakeLab, nervous: bool = False, blind: bool = False) -> None:
        self._fake = fake
        self._nervous = nervous
        self._blind = blind

    def __call__(self, _url: str) -> Symptom | None:
        if self._blind:
            return None
        return symptom(Kind.WRONG) if self._nervous or self._is_broken() else None

    def _is_broken(self) -> bool:
        stack = self._fake.stacks[-1]
        parts = stack.topology.parts
        return any(stack.artefact_of(part.name) != artefact(part, CALM) for part in parts)


def save_a_span(stack: FakeStack, folder: Path) -> None:
    """Of the request that the customer complains about."""
    left = Made(folder.parent, stack.topology.name)
    left.span("orders", "POST /orders")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeLab:
    monkeypatch.setattr(recording, "_ask", lambda _url: "")
    monkeypatch.setattr(FakeStack, "save_logs", save_a_span)
    return FakeLab()


def outcome_of(fake: FakeLab, folder: Path, customer: Customer) -> Outcome:
    return Runner(fake.lab, RunFolder(folder), SEED, Listener(), customer).run()


@pytest.fixture
def outcome(fake: FakeLab, tmp_path: Path) -> Outcome:
    return outcome_of(fake, tmp_path, Customer(fake))


def test_each_bug_and_none_is_visited_on_each_arm() -> None:
    found = visits(SEED)
    assert len(found) == len({visit.name for visit in found}) == 2 * (len(BUGS) + 1)
    assert found == visits(SEED)
    assert found != visits(SEED + 1)


def test_all_is_recorded_and_nothing_stays(fake: FakeLab, outcome: Outcome, tmp_path: Path) -> None:
    assert fake.running == []
    assert all(stack.sampled == [100] for stack in fake.stacks)
    assert len(list(tmp_path.glob("visits/*/symptom.json"))) == len(fake.stacks)
    assert json.loads((tmp_path / FILE).read_text()) == outcome.as_json()


def test_every_bug_is_named_on_every_level(outcome: Outcome) -> None:
    assert outcome.problems() == ()
    for arm in TOPOLOGIES:
        for bug, found in zip(BUGS, outcome.of(arm), strict=True):
            assert found.bug == bug.name
            assert {each.named for each in found.searches.values()} == {bug.feature}


def test_a_symptom_without_a_bug_is_a_problem(fake: FakeLab, tmp_path: Path) -> None:
    problems = outcome_of(fake, tmp_path, Customer(fake, nervous=True)).problems()
    assert sorted(problems) == [
        "monolith, without a bug: Something is amiss.",
        "services, without a bug: Something is amiss.",
    ]


def test_a_bug_that_nobody_notices_is_a_problem(fake: FakeLab, tmp_path: Path) -> None:
    problems = outcome_of(fake, tmp_path, Customer(fake, blind=True)).problems()
    assert len(problems) == 2 * len(BUGS)
    assert all("noticed nothing, so nobody searched" in text for text in problems)


def test_a_machine_so_slow_that_it_hides_a_bug_is_a_problem(outcome: Outcome) -> None:
    slow = symptom(Kind.SLOW)
    hunted = tuple(replace(each, symptom=slow) for each in outcome.of("services"))
    problems = replace(outcome, all_hunted=hunted).problems()
    assert len(problems) == sum(not bug.is_slow for bug in BUGS) == 8
    assert all("That is the machine, not the bug" in text for text in problems)


@pytest.mark.parametrize("step", ["trace", "metrics"])
def test_a_recording_that_is_blank_is_a_problem(outcome: Outcome, step: str) -> None:
    level, looked = "+ traces", (Look("trace", (), 1, 1, 3), Look("metrics", (), 1, 6, 4))
    blank = tuple(Look(step, (), 1) if look.step == step else look for look in looked)
    (first, *_) = outcome.of("services")

    def problems(looks: tuple[Look, ...]) -> tuple[str, ...]:
        found = replace(first, searches={level: replace(first.searches[level], looks=looks)})
        return replace(outcome, all_hunted=(found,)).problems()

    assert problems(looked) == ()
    assert problems(blank) == (f"services, {first.bug}, {level}: nothing was recorded for: {step}",)


def test_totals_are_sums(outcome: Outcome) -> None:
    for arm in TOPOLOGIES:
        searches = [each.searches["+ traces"] for each in outcome.of(arm)]
        assert outcome.total(arm, "+ traces")[3] == sum(len(each.opened) for each in searches)
        assert outcome.at_once(arm, "+ traces") == sum(len(each.opened) == 1 for each in searches)
    assert Outcome(SEED).total("monolith", "logs only") == (0, 0, 0, 0)


@pytest.fixture
def commanded(fake: FakeLab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeLab:
    """What the command runs on; nothing of the machine is touched."""

    @contextlib.contextmanager
    def open_lab(_say: Say) -> Iterator[Lab]:
        yield fake.lab

    def runner(lab: Lab, folder: RunFolder, seed: int, watcher: Listener) -> Runner:
        return Runner(lab, folder, seed, watcher, Customer(fake))

    monkeypatch.setattr(command, "open_lab", open_lab)
    monkeypatch.setattr(command, "Runner", runner)
    monkeypatch.setattr(command, "RUNS", tmp_path / "runs")
    monkeypatch.delenv("COLUMNS", raising=False)
    return fake


def test_make_prints_keeps_and_writes_a_page(
    commanded: FakeLab, tmp_path: Path, capsys: Capture
) -> None:
    assert run(made_by_make.app, ["--seed", "3", "--keep", str(tmp_path / "kept")]) == 0
    printed = capsys.readouterr().out
    kept = (tmp_path / "kept" / "table.txt").read_text()
    assert printed.startswith(kept)
    assert max(map(len, kept.splitlines())) <= WIDTH
    (page,) = (tmp_path / "runs").glob("bugs/2*/report.html")
    assert f"Report: {page}" in printed


def test_what_was_recorded_is_searched_again_without_an_arm(
    commanded: FakeLab, tmp_path: Path, capsys: Capture
) -> None:
    assert run(made_by_make.app, ["--seed", "3", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    started = len(commanded.stacks)
    assert run(made_by_make.app, ["--recorded", first["folder"], "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == first
    assert len(commanded.stacks) == started
    assert run(made_by_make.app, ["--recorded", str(tmp_path)]) == 1
    assert "holds no bugs.json of ours" in capsys.readouterr().err


def test_cleave_run_knows_the_study(commanded: FakeLab, capsys: Capture) -> None:
    assert run(cleave.app, ["run", "find_the_bug", "--seed", "3", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["kind"], document["seed"]) == ("cleave find the bug", 3)


def test_ctrl_c_leaves_nothing_running_and_keeps_what_was_found(
    commanded: FakeLab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(url: str) -> str:
        asked.append(url)
        if len(asked) > 40:
            raise KeyboardInterrupt
        return ""

    monkeypatch.setattr(recording, "_ask", ask)
    assert run(made_by_make.app, ["--seed", "3"]) == STOPPED
    assert commanded.running == []
    (kept,) = (tmp_path / "runs").glob(f"bugs/2*/{FILE}")
    hunted = json.loads(kept.read_text())["hunted"]
    assert 0 < len(hunted) < 2 * (len(BUGS) + 1)
    assert all(each["bug"] == NO_BUG or each["searches"] for each in hunted)
