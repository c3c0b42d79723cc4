"""What is reduced, into which folder, and what is left alone."""

import errno
import shutil
from pathlib import Path

import pytest

from experiments.reduction.__main__ import app
from experiments.reduction.reduce import NotReducible, reduce_run
from experiments.report.page.reading.run import read_run
from experiments.report.page.tests.made_run import Made, make_run
from experiments.run_folder.documents import BrokenFolder
from experiments.testing.full_run import full_run


def test_a_run_that_is_not_complete_is_not_kept(tmp_path: Path) -> None:
    broken_off = make_run(tmp_path / "run", Made(blocks=2, stops_at=4))
    with pytest.raises(NotReducible, match="is not complete"):
        reduce_run(broken_off, tmp_path / "reference")
    assert not (tmp_path / "reference").exists()


def test_a_run_without_raw_data_is_not_kept(whole: Path, tmp_path: Path) -> None:
    bare = shutil.copytree(whole, tmp_path / "bare")
    shutil.rmtree(bare / "visits")
    with pytest.raises(NotReducible, match="does not hold the raw data of all its visits"):
        reduce_run(bare, tmp_path / "reference")


def test_a_folder_that_holds_something_else_is_left_alone(whole: Path, tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("mine")
    with pytest.raises(NotReducible, match="holds no run: it is not overwritten"):
        reduce_run(whole, tmp_path)
    assert (tmp_path / "diary.txt").read_text() == "mine"


def test_a_run_is_not_reduced_into_itself(kept: Path) -> None:
    with pytest.raises(NotReducible, match="is the run itself"):
        reduce_run(kept, kept)
    assert read_run(kept).trials


def test_an_older_reference_is_replaced_but_for_what_is_not_a_runs(whole: Path, kept: Path) -> None:
    (kept / "README.md").write_text("how it was made")
    (kept / "visits" / "99-monolith").mkdir()
    reduce_run(whole, kept)
    assert (kept / "README.md").read_text() == "how it was made"
    assert not (kept / "visits" / "99-monolith").exists()


def test_a_reference_is_kept_when_the_new_one_is_refused(whole: Path, kept: Path) -> None:
    before = {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()}
    spoilt = shutil.copytree(whole, kept.parent / "spoilt")
    (spoilt / "summary.json").write_text("{}")
    with pytest.raises(BrokenFolder):
        reduce_run(spoilt, kept)
    assert {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()} == before


def test_a_reference_is_kept_when_copying_fails(
    whole: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()}
    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(OSError, match="No space left"):
        reduce_run(whole, kept)
    assert {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()} == before


def test_a_file_among_the_visits_is_left_out(whole: Path, tmp_path: Path) -> None:
    noted = shutil.copytree(whole, tmp_path / "noted")
    (noted / "visits" / "note.txt").write_text("mine")
    assert reduce_run(noted, tmp_path / "reference").trials


def test_the_command_says_what_was_kept_and_how_large(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app([str(whole), str(tmp_path / "reference")], standalone_mode=False)
    said = " ".join(capsys.readouterr().out.split())
    assert said.startswith("2 visits of ")
    assert said.endswith(" KiB")


def test_a_planted_slowdown_is_kept_without_its_raw_data(tmp_path: Path) -> None:
    kept = reduce_run(full_run(tmp_path / "runs"), tmp_path / "kept")
    assert kept.slowdown is not None
    assert kept.slowdown.missed is None
    assert kept.below is not None
    assert len(kept.below.summary.visits) == 16
    assert not list((tmp_path / "kept" / "planted").rglob("*.gz"))
