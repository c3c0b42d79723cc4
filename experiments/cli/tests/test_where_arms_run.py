"""`--on`: arms as processes or in containers."""

from pathlib import Path

import pytest

from experiments.cli import compare as compare_command
from experiments.cli.app import app
from experiments.cli.edge import run
from experiments.compare.resume import stack_of
from experiments.run_folder.folder import RunFolder

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize("words", ["compare", "run scaling", "up monolith"])
def test_a_place_that_there_is_not_is_refused(words: str, capsys: Capture) -> None:
    assert run(app, [*words.split(), "--on", "moon"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("cleave: --on takes local or docker, not 'moon'")
    assert said.count("\n") == 1


def test_without_an_engine_it_is_one_line_and_no_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Capture
) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/nothing.sock")
    monkeypatch.setattr(compare_command, "RUNS", tmp_path / "runs")
    assert run(app, ["compare", "--blocks", "1", "--on", "docker"]) == 1
    assert capsys.readouterr().err.splitlines()[-1] == (
        f"cleave: no Docker engine answers at {tmp_path}/nothing.sock:"
        " `sudo systemctl start docker` starts it"
    )
    assert not (tmp_path / "runs").exists()


def test_a_run_goes_on_where_it_began(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    assert stack_of(folder) == ""
    (tmp_path / "environment.json").write_text('{"python": "3.11", "stack": "docker"}')
    assert stack_of(folder) == "docker"
