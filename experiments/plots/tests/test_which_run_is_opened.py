"""Which run a notebook shows, and what is said where there is none."""

import json
import shutil
from pathlib import Path

import pytest

from experiments.catalogue import UnknownExperiment
from experiments.plots.opened import WHICH, NothingToShow, Opened, open_run
from experiments.run_folder.documents import BrokenFolder

NAME = "failure-isolation"


@pytest.fixture
def runs(raw: Path, tmp_path: Path) -> Path:
    """One whole run of one block."""
    shutil.copytree(raw, tmp_path / "runs" / raw.name)
    return tmp_path / "runs"


def _younger(runs: Path, **plan: object) -> Path:
    """A copy that was made later; `plan` replaces what its summary says of the plan."""
    newest = max(runs.iterdir())
    made = shutil.copytree(newest, runs / "20270101T000000Z-7")
    summary = json.loads((made / "summary.json").read_text())
    summary["plan"] |= plan
    summary["complete"] = plan.get("complete", True)
    (made / "summary.json").write_text(json.dumps(summary))
    return made


def test_the_newest_whole_run_is_opened(runs: Path, reduced: Path) -> None:
    made = _younger(runs)
    assert open_run(NAME, runs=runs, reference=reduced).run.name == made.name


@pytest.mark.parametrize(
    "plan",
    [{"complete": False}, {"arms": ["monolith", "monolith"]}, {"planted": [{"name": "crash"}]}],
    ids=str,
)
def test_an_unfinished_a_foreign_and_a_planted_run_are_passed_over(
    plan: dict[str, object], runs: Path, raw: Path, reduced: Path
) -> None:
    _younger(runs, **plan)
    assert open_run(NAME, runs=runs, reference=reduced).run.name == raw.name


def test_a_folder_that_is_no_run_is_passed_over(runs: Path, raw: Path, reduced: Path) -> None:
    (runs / "20280101T000000Z-1").mkdir()
    (runs / "20280101T000000Z-2").write_text("no folder")
    assert open_run(NAME, runs=runs, reference=reduced).run.name == raw.name


def test_a_run_without_the_experiment_is_passed_over(runs: Path, reduced: Path) -> None:
    opened = open_run("scaling", runs=runs, reference=reduced)
    assert opened.experiment == "scaling"
    with pytest.raises(NothingToShow, match=r"work-per-request yet: \./cleave run"):
        open_run("work-per-request", runs=runs, reference=reduced)


def test_without_a_run_the_reference_is_opened(reduced: Path, tmp_path: Path) -> None:
    assert open_run(NAME, runs=tmp_path, reference=reduced).run.name == reduced.name


def test_the_environment_names_another_run(
    raw: Path, reduced: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WHICH, str(raw))
    assert open_run(NAME, runs=tmp_path, reference=reduced).run.name == raw.name
    assert open_run(NAME, str(reduced), tmp_path, reduced).run.name == reduced.name


def test_an_edited_run_is_not_passed_over_in_silence(runs: Path, reduced: Path) -> None:
    made = _younger(runs)
    summary = json.loads((made / "summary.json").read_text())
    summary["figures"][0]["medians"]["monolith"] = 1.0
    (made / "summary.json").write_text(json.dumps(summary))
    with pytest.raises(BrokenFolder, match="the folder was edited"):
        open_run(NAME, runs=runs, reference=reduced)


def test_an_unknown_experiment_metric_or_load_is_named_with_those_there_are(
    isolation: Opened, scaling: Opened
) -> None:
    with pytest.raises(UnknownExperiment, match="no experiment is named"):
        open_run("isolation")
    with pytest.raises(NothingToShow, match="measures no 'speed': choose from loss_of_others"):
        isolation.figure("speed")
    with pytest.raises(NothingToShow, match="no load '8x': choose from 1x, 4x"):
        scaling.views("8x")


def test_only_scored_visits_are_shown(isolation: Opened) -> None:
    assert {label: len(trials) for label, trials in isolation.trials.items()} == {
        "monolith": len(isolation.figures[0].pairs),
        "services": len(isolation.figures[0].pairs),
    }
