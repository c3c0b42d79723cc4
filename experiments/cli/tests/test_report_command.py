"""`cleave report`: one line on stdout, the page in the folder, or one line that says why not."""

from pathlib import Path

import pytest

from experiments.cli import report as command
from experiments.report.page.tests.made_run import Made, make_run
from experiments.run_folder.documents import BrokenFolder
from experiments.run_folder.folder import LATEST, NoSuchRun


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of runs with one in it, to which `latest` points."""
    make_run(tmp_path / "20261123T040506Z-7", Made(blocks=1))
    (tmp_path / LATEST).symlink_to("20261123T040506Z-7")
    monkeypatch.setattr(command, "RUNS", tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["latest", "20261123T040506Z-7"])
def test_the_page_is_made_again_and_its_path_printed(
    runs: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command.run(name)
    page = runs / "20261123T040506Z-7" / "report.html"
    assert capsys.readouterr().out == f"{page}\n"
    assert page.read_text("utf-8").startswith("<!doctype html>")


def test_a_path_names_a_run_too(runs: Path) -> None:
    command.run(str(runs / "20261123T040506Z-7"))
    assert (runs / "latest" / "report.html").exists()


def test_a_run_that_is_not_there_is_named(runs: Path) -> None:
    with pytest.raises(NoSuchRun, match="the newest is 20261123T040506Z-7"):
        command.run("yesterday")


def test_an_edited_run_has_no_page(runs: Path) -> None:
    (runs / "latest" / "summary.json").write_text("{}")
    with pytest.raises(BrokenFolder, match=r"summary\.json: kind is missing"):
        command.run("latest")
