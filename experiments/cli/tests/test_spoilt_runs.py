"""A run's folder that was edited or cut short: each command says so in one line, with what to do,
and changes nothing."""

import contextlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from experiments.cli import app as cleave
from experiments.cli import compare as compare_command
from experiments.cli import report as report_command
from experiments.cli.edge import run
from experiments.reduction import __main__ as reduction
from experiments.report.page.tests.made_run import Made, make_run
from experiments.trials.lab import Lab, Say

Spoil = Callable[[Path], object]
Command = tuple[typer.Typer, list[str]]
NAME = "20261123T040506Z-7"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Interrupted after a block, so that it may be resumed."""
    return make_run(tmp_path_factory.mktemp("runs") / NAME, Made(blocks=3, stops_at=4))


@pytest.fixture
def runs(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for module in (compare_command, report_command, reduction):
        monkeypatch.setattr(module, "RUNS", tmp_path)
    monkeypatch.setattr(compare_command, "open_lab", _no_lab)
    shutil.copytree(made, tmp_path / NAME)
    return tmp_path


@contextlib.contextmanager
def _no_lab(_say: Say) -> Iterator[Lab]:
    pytest.fail("the lab was opened for a run that is to be refused")
    yield


def _visit(folder: Path) -> Path:
    return min((folder / "visits").iterdir())


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _change(path: Path, **changes: Any) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


SPOILS: dict[str, Spoil] = {
    "plan.json is damaged or cut short": lambda folder: _cut(folder / "plan.json"),
    "belongs to another plan": lambda folder: _change(folder / "plan.json", seed=8),
    "on other claims than plan.json": lambda folder: _change(
        folder / "plan.json", claims_sha256="0" * 64
    ),
    "summary.json is damaged or cut short": lambda folder: _cut(folder / "summary.json"),
    "summary.json is missing": lambda folder: (folder / "summary.json").unlink(),
    "visits must be a list": lambda folder: _change(folder / "summary.json", visits=2),
    "verdicts.json is damaged": lambda folder: _cut(folder / "verdicts.json"),
    "environment.json is damaged": lambda folder: _cut(folder / "environment.json"),
    "events.jsonl: line 1 is damaged": lambda folder: (folder / "events.jsonl").write_text("?\n"),
    "visit.json was edited or cut short": lambda folder: _change(
        _visit(folder) / "visit.json", trials=[]
    ),
    "samples.csv.gz was edited or cut short": lambda folder: _cut(
        next(_visit(folder).rglob("samples.csv.gz"))
    ),
    "counts visit 1, which is not": lambda folder: shutil.rmtree(_visit(folder)),
}


def _commands(runs: Path) -> dict[str, Command]:
    return {
        "report": (cleave.app, ["report", NAME]),
        "resume": (cleave.app, ["compare", "--resume", NAME]),
        "reference": (reduction.app, [NAME, str(runs / "reference")]),
    }


@pytest.mark.parametrize("command", ["report", "resume", "reference"])
@pytest.mark.parametrize(("said", "spoil"), SPOILS.items(), ids=SPOILS.keys())
def test_a_spoilt_run_is_refused_in_one_line_and_left_alone(
    command: str, said: str, spoil: Spoil, runs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(runs / NAME)
    before = _content(runs)
    assert run(*_commands(runs)[command]) == 1
    seen = capsys.readouterr()
    assert (seen.out, seen.err.count("\n")) == ("", 1)
    assert said in seen.err
    assert "; bring the folder back to how its run left it, or start a new run\n" in seen.err
    assert _content(runs) == before


def test_claims_that_changed_since_the_plan_are_told_what_to_do(
    runs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("plan.json", "verdicts.json"):
        _change(runs / NAME / name, claims_sha256="0" * 64)
    before = _content(runs)
    assert run(*_commands(runs)["resume"]) == 1
    said = capsys.readouterr().err
    assert "is not the one this run was planned with" in said
    assert said.endswith("put that one back, or start a new run\n")
    assert _content(runs) == before


def test_the_run_of_another_version_is_read_with_that_version(
    runs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _change(runs / NAME / "summary.json", format=1)
    assert run(*_commands(runs)["report"]) == 1
    assert capsys.readouterr().err.endswith("read it with the version of the lab that wrote it\n")


def _content(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
