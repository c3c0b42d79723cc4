"""What a full run planted stands on its page, and must follow from the visits that sought it."""

import json
import shutil
from pathlib import Path

import pytest

from experiments.errors import LabError
from experiments.report.page.reading.run import read_run
from experiments.report.page.tests.made_run import Made, make_run
from experiments.report.page.tests.test_edited_folders_are_refused import Edit, change, refusal
from experiments.report.page.write import render_report
from experiments.testing.full_run import full_run


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return full_run(tmp_path_factory.mktemp("runs"))


def text_of(folder: Path) -> str:
    return " ".join(render_report(read_run(folder)).split())


def test_a_slowdown_that_was_found_stands_among_the_conditions(found: Path) -> None:
    words = "25% more CPU per operation; found: 1.250x (1.250 to 1.250), 8 blocks"
    assert words in text_of(found)


def test_a_run_that_missed_it_says_so_first_and_rules_nothing(tmp_path: Path) -> None:
    folder = full_run(tmp_path, dearer=1.0)
    head, _, _ = text_of(folder).partition("Contents")
    assert "MISSED: believe nothing of this run" in head
    rulings = read_run(folder).rulings
    assert rulings is not None
    assert not any(each.rules for each in rulings.verdicts)


def test_a_run_that_could_plant_none_says_so(tmp_path: Path) -> None:
    page = text_of(full_run(tmp_path, a_second=0))
    assert "MISSED: no slowdown could be planted" in page
    assert "below planted/" not in page


def test_a_full_run_that_did_not_come_to_it_says_so(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run", Made(blocks=1, full=True))
    assert "it was not looked for yet" in text_of(folder)


def test_a_run_without_one_says_so(page: str) -> None:
    assert "No slowdown was planted to see it found" in page


@pytest.mark.parametrize(
    "edit",
    [
        lambda told: told["slowdown"].update(missed="a planted slowdown of 1.25x was not found"),
        lambda told: told["slowdown"].update(estimate=1.2),
        lambda told: told.update(slowdown=None),
    ],
)
def test_an_outcome_that_does_not_follow_is_refused(
    found: Path, tmp_path: Path, edit: Edit
) -> None:
    folder = Path(shutil.copytree(found, tmp_path / "run"))
    change(folder / "summary.json", edit)
    assert "planted slowdown does not follow" in refusal(folder)


def test_a_visit_of_it_that_was_edited_is_refused(found: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(found, tmp_path / "run"))
    (visit,) = (folder / "planted" / "visits").glob("01-*")
    (visit / "visit.json").write_text("{}")
    assert "was edited" in refusal(folder)


def test_rulings_put_into_a_run_that_missed_it_are_refused(tmp_path: Path) -> None:
    folder = full_run(tmp_path, dearer=1.0)
    told = json.loads((folder / "verdicts.json").read_text())
    for one in told["verdicts"]:
        if one["claim"] == "c1":
            one.update(ruling="Refuted", label="negligible")
    (folder / "verdicts.json").write_text(json.dumps(told))
    with pytest.raises(LabError, match="though the planted slowdown was missed"):
        read_run(folder)
