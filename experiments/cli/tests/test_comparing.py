"""`cleave compare`: what it prints, how it exits, and how it goes on."""

import json
from pathlib import Path

import pytest

from experiments.analysis.claims import load_claims
from experiments.cli import compare as compare_command
from experiments.cli import real_lab
from experiments.cli.app import app
from experiments.cli.edge import run
from experiments.cli.tests.outside import Outside
from experiments.compare.reference import Reference
from experiments.stacks.local.places import Places
from experiments.stacks.local.ports import PortInUse
from experiments.testing.fake_lab import FakeLab
from experiments.topology import SERVICES

Capture = pytest.CaptureFixture[str]


def test_a_valid_comparison_exits_0_with_a_table(fake: FakeLab, capsys: Capture) -> None:
    assert run(app, ["compare", "--blocks", "2", "--seed", "7"]) == 0
    seen = capsys.readouterr()
    assert seen.out.startswith("Plan: 2 blocks")
    assert "Medians of 2 blocks" in seen.out
    assert "block 1 of 2" in seen.err


def test_json_is_one_document_on_stdout(fake: FakeLab, capsys: Capture) -> None:
    assert run(app, ["compare", "--blocks", "1", "--json"]) == 0
    seen = capsys.readouterr()
    document = json.loads(seen.out)
    assert (document["kind"], document["exit_code"]) == ("cleave comparison", 0)
    assert Path(document["folder"], "summary.json").is_file()
    assert "Plan: one block" in seen.err


def test_a_comparison_without_conformance_exits_1(fake: FakeLab, capsys: Capture) -> None:
    fake.failures = ("a product is read: got 500",)
    assert run(app, ["compare", "--blocks", "1"]) == 1
    assert "PROBLEM  monolith: a product is read: got 500" in capsys.readouterr().out


def test_a_violated_invariant_exits_1_even_with_one_block(fake: FakeLab, capsys: Capture) -> None:
    fake.pending = True
    assert run(app, ["compare", "--blocks", "1"]) == 1
    assert "every order is final" in capsys.readouterr().out


def test_a_reference_run_made_under_other_claims_is_left_aside(
    fake: FakeLab, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for digest, aside in ((load_claims().digest, False), ("another", True)):
        reference = Reference({}, {}, {}, digest)
        monkeypatch.setattr(compare_command, "read_reference", lambda found=reference: found)
        assert run(app, ["compare", "--blocks", "1"]) == 0
        assert ("made under other claims" in capsys.readouterr().err) is aside
    assert not fake.running


def test_noise_exits_0_with_one_block_and_is_marked(fake: FakeLab, capsys: Capture) -> None:
    fake.objections = {1: ("the generator ran late",)}
    assert run(app, ["compare", "--blocks", "1"]) == 0
    assert "NOISY" in capsys.readouterr().out


def test_ctrl_c_says_where_the_data_is_and_leaves_nothing(fake: FakeLab, capsys: Capture) -> None:
    fake.interrupts = {1: KeyboardInterrupt()}
    assert run(app, ["compare", "--blocks", "1"]) == 130
    assert fake.running == []
    last = capsys.readouterr().err.splitlines()[-1]
    said, _, command = last.partition("; go on with: ")
    assert said == "cleave: stopped; nothing is left running"
    assert command.startswith("cleave compare --resume 2")
    fake.interrupts = {}
    assert run(app, command.split()[1:]) == 0


@pytest.mark.parametrize(
    ("load", "said"),
    [
        (1, "0 of 2 blocks are done\n            visit 1 is made again"),
        (2, "0 of 2 blocks are done\n            visits 1, 2 are made again"),
        (4, "1 of 2 blocks are done\n            visits 3, 4 are made again"),
    ],
)
def test_a_run_that_goes_on_says_so_and_what_it_makes_again(
    fake: FakeLab, capsys: Capture, load: int, said: str
) -> None:
    fake.interrupts = {load: KeyboardInterrupt()}
    assert run(app, ["compare", "--blocks", "2"]) == 130
    assert "  resumed " not in capsys.readouterr().out
    fake.interrupts = {}
    assert run(app, ["compare", "--resume", "latest"]) == 0
    assert f"\n  resumed   {said}, for the block was cut short\n" in capsys.readouterr().out


def test_an_arm_that_does_not_start_exits_1(fake: FakeLab, capsys: Capture) -> None:
    fake.refuses = "port 20100, needed for the gateway of monolith, is in use by nginx"
    assert run(app, ["compare", "--blocks", "1"]) == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("cleave: port 20100, needed for the gateway of monolith, is in use")
    assert "run folder:" in last


def test_a_busy_port_is_told_before_there_is_a_folder(
    fake: FakeLab, monkeypatch: pytest.MonkeyPatch, capsys: Capture, tmp_path: Path
) -> None:
    def require_free(port: int, purpose: str) -> None:
        if port == SERVICES.gateway_port:
            raise PortInUse(f"port {port}, needed for {purpose}, is in use by nginx")

    monkeypatch.setattr(compare_command, "open_lab", real_lab.open_lab)
    monkeypatch.setattr(real_lab, "open_places", lambda: Places(tmp_path, tmp_path))
    monkeypatch.setattr(real_lab, "require_free", require_free)
    monkeypatch.setattr(real_lab, "OutsideProcess", Outside)
    assert run(app, ["compare", "--blocks", "1"]) == 1
    seen = capsys.readouterr()
    assert seen.out == ""
    assert seen.err == (
        f"cleave: port {SERVICES.gateway_port}, needed for the gateway of services, is in use by"
        " nginx; stop what listens there\n"
    )
    assert not (tmp_path / "runs").exists()
