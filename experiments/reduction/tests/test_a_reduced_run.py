"""A reduced run says what the whole one says, is small, and is refused when it was edited."""

import json
import math
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from experiments.compare.seal import BrokenSeal, seal
from experiments.reduction.__main__ import app
from experiments.reduction.reduce import NotReducible, reduce_run
from experiments.report.page.reading.documents import BrokenFolder
from experiments.report.page.reading.reduced import FILE
from experiments.report.page.reading.run import Run, read_run
from experiments.report.page.tests.made_run import Made, make_run
from experiments.report.page.write import render_report


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_run(tmp_path_factory.mktemp("run") / "20260101T000000Z-7", Made(blocks=1))


@pytest.fixture(scope="module")
def kept_once(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept") / "reference"
    reduce_run(whole, folder)
    return folder


@pytest.fixture
def kept(kept_once: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return shutil.copytree(kept_once, tmp_path / "reference")


@pytest.fixture
def visit(kept: Path) -> Path:
    """Of its first visit the folder, whichever arm was first."""
    return min((kept / "visits").iterdir())


def _trial(visit: Path) -> Path:
    return visit / "failure-isolation" / FILE


def _numbers(value: Any) -> Iterator[Any]:
    """All leaves, in order."""
    if isinstance(value, dict):
        for key in value:
            yield key
            yield from _numbers(value[key])
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _numbers(each)
    else:
        yield value


def _same(one: object, two: object) -> bool:
    if isinstance(one, float) and isinstance(two, int | float):
        return math.isclose(one, two, rel_tol=1e-5)
    return one == two


def test_every_trial_looks_as_it_did(whole: Path, kept: Path) -> None:
    ours, theirs = read_run(whole), read_run(kept)
    assert len(ours.trials) == len(theirs.trials) == 8
    for one, two in zip(ours.trials, theirs.trials, strict=True):
        assert one.view is not None
        assert two.view is not None
        leaves = zip(_numbers(asdict(one.view)), _numbers(asdict(two.view)), strict=True)
        assert all(_same(a, b) for a, b in leaves)
        assert one.checked == two.checked


def test_figures_verdicts_and_visits_are_those_of_the_whole_run(whole: Path, kept: Path) -> None:
    assert _said(read_run(kept)) == _said(read_run(whole))


def _said(run: Run) -> tuple[object, ...]:
    summary = run.summary
    return run.plan, summary.figures, summary.visits, run.rulings, run.environment, run.events


def test_it_takes_a_fraction_of_the_room_and_holds_no_raw_data(whole: Path, kept: Path) -> None:
    def size(folder: Path) -> int:
        return sum(path.stat().st_size for path in (folder / "visits").rglob("*") if path.is_file())

    assert size(kept) < size(whole) / 5
    names = {path.name for path in kept.rglob("*") if path.is_file()}
    assert names == {
        *("plan.json", "environment.json", "events.jsonl", "summary.json", "verdicts.json"),
        *("visit.json", "checks.json", FILE, "seal.json"),
    }


def test_the_report_draws_the_same_timelines_from_it(whole: Path, kept: Path) -> None:
    pages = [render_report(read_run(folder)) for folder in (whole, kept)]
    assert [page.count("<svg") for page in pages] == [pages[0].count("<svg")] * 2


def test_only_the_experiment_asked_for_is_read(kept: Path) -> None:
    assert {each.experiment for each in read_run(kept, only="scaling").trials} == {"scaling"}


def test_an_edit_is_noticed_by_the_seal(visit: Path, kept: Path) -> None:
    _trial(visit).write_text(_trial(visit).read_text().replace("100.0", "99.0", 1))
    with pytest.raises(BrokenSeal, match="was edited or cut short"):
        read_run(kept)


@pytest.mark.parametrize(
    ("key", "value", "complaint"),
    [
        ("rate", "30", "rate must be a number"),
        ("operations", [{"name": "search"}], "counts must be a list of numbers"),
        ("curves", [], "its rows do not have a value a second"),
        ("used", None, "is not what a run writes"),
    ],
)
def test_a_file_that_no_lab_wrote_is_refused(
    key: str, value: object, complaint: str, visit: Path, kept: Path
) -> None:
    body = json.loads(_trial(visit).read_text())
    body["loads"][0][key] = value
    _rewrite(visit, body)
    with pytest.raises(BrokenFolder, match=complaint):
        read_run(kept)


def test_rows_of_different_lengths_are_refused(visit: Path, kept: Path) -> None:
    body = json.loads(_trial(visit).read_text())
    body["loads"][0]["operations"][0]["good"].pop()
    _rewrite(visit, body)
    with pytest.raises(BrokenFolder, match="its rows do not have a value a second"):
        read_run(kept)


def test_a_file_of_another_format_is_refused(visit: Path, kept: Path) -> None:
    _rewrite(visit, json.loads(_trial(visit).read_text()) | {"format": 2})
    with pytest.raises(BrokenFolder, match="has format 2; this lab reads 1"):
        read_run(kept)


def _rewrite(visit: Path, body: object) -> None:
    """By someone who knows of the seal."""
    _trial(visit).write_text(json.dumps(body))
    seal(visit)


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


def test_the_command_says_what_was_kept_and_how_large(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app([str(whole), str(tmp_path / "reference")], standalone_mode=False)
    said = " ".join(capsys.readouterr().out.split())
    assert said.startswith("2 visits of ")
    assert said.endswith(" KiB")
