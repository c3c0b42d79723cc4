"""A reduced run says what the whole one says, is small, and is refused when it was edited."""

import json
import math
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from experiments.report.page.reading.reduced import FILE
from experiments.report.page.reading.run import Run, read_run
from experiments.report.page.write import render_report
from experiments.run_folder.documents import BrokenFolder
from experiments.run_folder.seal import BrokenSeal, seal


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
