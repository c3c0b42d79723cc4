"""`make prove` on a fake lab: its time left, what it prints and keeps, and how it stops."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from experiments.cli.edge import STOPPED, USAGE, run
from experiments.prove import __main__ as command
from experiments.prove import run as proving
from experiments.prove.proof import Outcome, Proof
from experiments.prove.run import Prover
from experiments.prove.table import proof_table
from experiments.report.screen import plain
from experiments.testing.fake_lab import FakeLab
from experiments.testing.listener import Listener


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeLab:
    """What the command runs on; nothing of the machine is touched."""
    lab = FakeLab()

    @contextlib.contextmanager
    def open_lab(_say: object) -> Iterator[object]:
        yield lab.lab

    monkeypatch.setattr(command, "open_lab", open_lab)
    monkeypatch.setattr(proving, "RUNS", tmp_path / "runs")
    monkeypatch.setattr(proving, "stranger", contextlib.nullcontext)
    monkeypatch.setattr(proving, "start_and_stop", lab.lab.start_load)
    return lab


def test_the_time_left_is_that_of_all_proofs_and_only_shrinks(fake: FakeLab) -> None:
    listener = Listener()
    prover = Prover(fake.lab, listener, seed=1, blocks=6)
    whole = prover.left_s
    list(prover.proofs())
    assert listener.left_s[0] == pytest.approx(whole)
    assert listener.left_s == pytest.approx(sorted(listener.left_s, reverse=True))
    assert listener.titles[0] == "1 of 8, monolith against itself: conformance of monolith"
    assert listener.titles[-1].startswith("8 of 8, a foreign CPU hog: block 1 of 1")


def test_no_arm_is_asked_twice_in_a_row_whether_it_keeps_the_contract(fake: FakeLab) -> None:
    listener = Listener()
    list(Prover(fake.lab, listener, seed=1, blocks=6).proofs())
    asked = [title for title in listener.titles if "conformance" in title]
    assert len(asked) == 4


def test_arms_that_break_the_contract_fail_and_leave_the_rest_open(fake: FakeLab) -> None:
    fake.failures = ("a product is read: got 500",)
    alike, dearer, *_ = Prover(fake.lab, Listener(), seed=1, blocks=6).proofs()
    assert (alike.outcome, dearer.outcome) == (Outcome.FAILS, Outcome.OPEN)


def test_what_was_proved_is_printed_and_kept(
    fake: FakeLab, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(command.app, ["--blocks", "6", "--keep", str(tmp_path / "kept")])
    printed = capsys.readouterr().out
    told = json.loads((tmp_path / "kept" / "prove.json").read_text())
    assert code == 1, "the fake lab's generator is stopped by nobody"
    assert "monolith, 25% more CPU planted" in printed
    planted = told["proofs"][1]
    assert (planted["outcome"], planted["seen"]) == (
        "holds",
        "1.250x (1.250 to 1.250), 6 blocks: found",
    )
    kept = (tmp_path / "kept" / "table.txt").read_text()
    assert [line.rstrip() for line in printed.splitlines()] == kept.splitlines()
    assert max(map(len, kept.splitlines())) <= 80


def test_too_few_blocks_are_told_before_anything_runs(
    fake: FakeLab, capsys: pytest.CaptureFixture[str]
) -> None:
    run(command.app, ["--blocks", "2"])
    told, _, _ = capsys.readouterr().err.partition("conformance")
    assert "cannot be proved with 2" in " ".join(told.split())


@pytest.mark.parametrize("blocks", ["0", "65"])
def test_blocks_that_make_no_plan_are_refused(fake: FakeLab, blocks: str) -> None:
    assert run(command.app, ["--blocks", blocks]) == USAGE


def test_ctrl_c_prints_what_was_proved_until_then(
    fake: FakeLab, capsys: pytest.CaptureFixture[str]
) -> None:
    fake.interrupts = {13: KeyboardInterrupt()}
    assert run(command.app, ["--blocks", "6"]) == STOPPED
    printed = capsys.readouterr()
    assert "monolith against itself" in printed.out
    assert "with work planted" not in printed.out
    assert "not made to its end" in printed.out
    assert "stopped with 1 proofs made; nothing is left running" in printed.err
    assert fake.running == []


def test_nothing_is_printed_where_nothing_was_proved(
    fake: FakeLab, capsys: pytest.CaptureFixture[str]
) -> None:
    fake.interrupts = {1: KeyboardInterrupt()}
    assert run(command.app, ["--blocks", "6"]) == STOPPED
    assert capsys.readouterr().out == ""


def test_the_kept_table_has_no_colour_and_80_columns() -> None:
    proofs = [Proof("monolith against itself", Outcome.FAILS, "word " * 40)]
    text = plain(proof_table(proofs, "8 blocks"))
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 80
