"""`make resilience` on a fake lab: its time left, what it prints and keeps, and how it stops."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from experiments.cli.edge import STOPPED, USAGE, run
from experiments.resilience import __main__ as command
from experiments.resilience import run as running
from experiments.resilience.run import Ablation
from experiments.stacks.protocol import StackError
from experiments.testing.fake_lab import FakeLab
from experiments.testing.listener import Listener

COMPARISONS = 13


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeLab:
    """What the command runs on; nothing of the machine is touched."""
    lab = FakeLab()

    @contextlib.contextmanager
    def open_lab(_say: object) -> Iterator[object]:
        yield lab.lab

    monkeypatch.setattr(command, "open_lab", open_lab)
    monkeypatch.setattr(running, "RUNS", tmp_path / "runs")
    return lab


def test_the_time_left_is_that_of_all_comparisons_and_only_shrinks(fake: FakeLab) -> None:
    listener = Listener()
    ablation = Ablation(fake.lab, listener, seed=1, blocks=1)
    whole = ablation.left_s
    assert len(list(ablation.seen())) == COMPARISONS
    assert listener.left_s[0] == pytest.approx(whole)
    assert listener.left_s == pytest.approx(sorted(listener.left_s, reverse=True))
    assert listener.titles[0] == "1 of 13, monolith and services: conformance of monolith"
    assert sum("conformance" in title for title in listener.titles) == 2


def test_an_arm_is_visited_with_and_without_each_protection(fake: FakeLab) -> None:
    list(Ablation(fake.lab, Listener(), seed=1, blocks=1).seen())
    lacking = {tuple(sorted(each)) for each in fake.lacking}
    assert {(), ("breaker",), ("bulkhead",), ("retries",), ("shedding",), ("timeouts",)} < lacking
    assert max(map(len, lacking)) == 5


def test_arms_that_break_the_contract_are_not_ablated(fake: FakeLab) -> None:
    fake.failures = ("a product is read: got 500",)
    (seen,) = Ablation(fake.lab, Listener(), seed=1, blocks=1).seen()
    assert any("a product is read: got 500" in text for text in seen.remarks)


def test_what_was_seen_is_printed_and_kept(
    fake: FakeLab, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(command.app, ["--blocks", "1", "--keep", str(tmp_path / "kept")])
    printed = capsys.readouterr().out
    told = json.loads((tmp_path / "kept" / "resilience.json").read_text())
    assert code == 1, "nobody sees a fault of the fake lab"
    assert "with all protections" in printed
    assert {figure["left_out"] for figure in told["figures"]} >= {"", "breaker", "all of them"}
    kept = (tmp_path / "kept" / "table.txt").read_text()
    assert [line.rstrip() for line in printed.splitlines()] == kept.splitlines()


@pytest.mark.parametrize("blocks", ["0", "65"])
def test_blocks_that_make_no_plan_are_refused(fake: FakeLab, blocks: str) -> None:
    assert run(command.app, ["--blocks", blocks]) == USAGE


def test_ctrl_c_leaves_nothing_running(fake: FakeLab, capsys: pytest.CaptureFixture[str]) -> None:
    fake.interrupts = {1: KeyboardInterrupt()}
    assert run(command.app, ["--blocks", "1"]) == STOPPED
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "stopped; nothing is left running" in printed.err
    assert fake.running == []


def test_a_stage_whose_arm_fails_is_told_and_the_others_go_on(fake: FakeLab) -> None:
    fake.interrupts = {1: StackError("catalog-1 does not come back")}
    first, *others = Ablation(fake.lab, Listener(), seed=1, blocks=1).seen()
    assert first.remarks == ("monolith and services: catalog-1 does not come back",)
    assert len(others) == COMPARISONS - 1
    assert all(seen.figures for seen in others)
    assert fake.running == []
