"""`cleave run` of a matrix of faults."""

import json

import pytest

from experiments.cli.app import app
from experiments.cli.edge import run
from experiments.testing.fake_lab import FakeLab

Capture = pytest.CaptureFixture[str]


def test_a_matrix_is_shown_as_maps_and_a_fault_that_was_not_real_as_invalid(
    fake: FakeLab, capsys: Capture
) -> None:
    """On arms that do not exist no fault ever fires."""
    assert run(app, ["run", "blast-radius", "--seed", "7"]) == 1
    seen = capsys.readouterr()
    plan, _, shown = seen.out.partition("good while the fault is on, %")
    assert "            blast-radius: 12 faults\n" in plan
    assert "Plan: one block" in plan
    row = next(line for line in shown.splitlines() if line.startswith("broker-down"))
    assert row.split() == ["broker-down", "not", "there", "invalid:", "fault"]
    assert "stayed disturbed, or their fault was not real" in " ".join(shown.split())
    assert fake.running == []


def test_a_matrix_is_one_document_too(fake: FakeLab, capsys: Capture) -> None:
    assert run(app, ["run", "blast-radius-crash-payments", "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    (row,) = document["matrix"]["rows"]
    assert (row["fault"], row["feature"]) == ("crash", "payments")
    assert {cell["state"] for cell in row["cells"].values()} == {"invalid"}


def test_a_matrix_that_was_stopped_goes_on(fake: FakeLab, capsys: Capture) -> None:
    fake.interrupts = {2: KeyboardInterrupt()}
    assert run(app, ["run", "blast-radius-errors-payments"]) == 130
    fake.interrupts = {}
    assert run(app, ["compare", "--resume", "latest"]) == 1
    assert "errors" in capsys.readouterr().out


def test_all_there_is_to_an_experiment_that_is_no_matrix_is_refused(capsys: Capture) -> None:
    assert run(app, ["run", "scaling", "--full"]) == 2
    said = "--full is for a matrix of faults; scaling has no more to it; see cleave run --help\n"
    assert capsys.readouterr().err == f"cleave: {said}"
