"""What stands in an image is what the lab's artefact holds, the same bytes and times each time."""

import sys
from pathlib import Path

import pytest

from experiments.artefacts.content import content_of
from experiments.artefacts.release import BASE
from experiments.errors import LabError
from experiments.images import lay_out
from experiments.images.context import REPOSITORY
from experiments.images.lay_out import READY, content_named
from experiments.topology import SERVICES


def test_without_the_lab_a_part_is_laid_out_from_the_same_content() -> None:
    part = SERVICES.part_of("catalog")
    assert content_named("catalog", REPOSITORY) == content_of(part, BASE, REPOSITORY)


def test_a_part_that_there_is_not_is_refused() -> None:
    with pytest.raises(LabError, match="no part is named 'moon'"):
        content_named("moon", REPOSITORY)


def test_an_artefact_that_comes_laid_out_is_taken_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / READY / "inner").mkdir(parents=True)
    (tmp_path / READY / "inner" / "module.py").write_text("value = 1\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["lay_out", "catalog", str(tmp_path / "app")])
    lay_out.main()
    laid = tmp_path / "app"
    assert (laid / "inner" / "module.py").read_text() == "value = 1\n"
    assert list((laid / "inner" / "__pycache__").glob("module.*.pyc"))
    times = {path.stat().st_mtime for path in (laid, *laid.rglob("*"))}
    assert times == {0.0}
    assert not (laid / "inner" / "module.py").stat().st_mode & 0o222
