"""An interrupted run is taken up where it is whole, and refused where it was changed."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from experiments.analysis.claims import load_claims
from experiments.checks.conformance.conformity import Conformity
from experiments.compare.by_side import reruns
from experiments.compare.comparison import Comparison
from experiments.compare.plan import make_plan
from experiments.compare.result import Result
from experiments.compare.resume import NotResumable, checkpoint_in, interrupted, require_conditions
from experiments.errors import LabError
from experiments.run_folder.documents import BrokenFolder
from experiments.run_folder.folder import NoSuchRun, RunFolder, find_run, open_run
from experiments.run_folder.seal import BrokenSeal, seal
from experiments.testing.comparison import COST, settings
from experiments.testing.fake_lab import FakeLab
from experiments.testing.listener import Listener

LATE = ("the generator ran late",)


def begun(runs: Path, fake: FakeLab, blocks: int = 3) -> RunFolder:
    """A run that was interrupted as the fake lab says."""
    folder = open_run(runs, 7, datetime(2026, 11, 23, tzinfo=UTC))
    plan = make_plan(settings(blocks))
    with pytest.raises(KeyboardInterrupt):
        Comparison(plan, load_claims(), fake.lab, folder, Listener()).run()
    return folder


def resumed(folder: RunFolder) -> Result:
    run = interrupted(folder)
    lab = FakeLab().lab
    return Comparison(
        run.plan, load_claims(), lab, folder, Listener(), checkpoint=run.checkpoint
    ).run()


def test_whole_blocks_are_kept_and_the_broken_one_is_visited_anew(tmp_path: Path) -> None:
    folder = begun(tmp_path, FakeLab(interrupts={4: KeyboardInterrupt()}))
    assert [len(block.attempts) for block in interrupted(folder).checkpoint.done] == [1]
    result = resumed(folder)
    assert (result.complete, len(result.blocks)) == (True, 3)
    assert [visit.number for visit in result.visits] == [1, 2, 5, 6, 7, 8]


def test_a_plan_that_an_earlier_version_wrote_is_taken_up(tmp_path: Path) -> None:
    folder = begun(tmp_path, FakeLab(interrupts={4: KeyboardInterrupt()}))
    path = folder.path / "plan.json"
    plan = json.loads(path.read_text())
    for name in ("most", "unconfirmed"):
        del plan["sizes"][name]
    path.write_text(json.dumps(plan))
    assert len(interrupted(folder).checkpoint.done) == 1


def test_a_block_that_still_needs_a_rerun_is_visited_anew(tmp_path: Path) -> None:
    fake = FakeLab(objections={2: LATE}, interrupts={3: KeyboardInterrupt()})
    assert interrupted(begun(tmp_path, fake)).checkpoint.done == ()


def test_what_a_visit_violated_counts_also_where_its_block_was_cut_short(tmp_path: Path) -> None:
    fake = FakeLab(pending=True, interrupts={2: KeyboardInterrupt()})
    result = resumed(begun(tmp_path, fake))
    assert [visit.number for visit in result.visits] == [3, 4, 5, 6, 7, 8]
    assert all(problem.startswith("visit 1 (") for problem in result.problems)
    assert result.exit_code == 1


def test_what_a_visit_violated_counts_also_where_it_was_itself_cut_short(tmp_path: Path) -> None:
    """Its first trial was over, its second was not."""
    two = (COST, replace(COST, name="another"))
    plan = make_plan(replace(settings(2), experiments=two))
    fake = FakeLab(pending=True, interrupts={2: KeyboardInterrupt()})
    folder = open_run(tmp_path, 7, datetime(2026, 11, 23, tzinfo=UTC))
    with pytest.raises(KeyboardInterrupt):
        Comparison(plan, load_claims(), fake.lab, folder, Listener()).run()
    checkpoint = checkpoint_in(folder, plan)
    assert checkpoint.done == ()
    (stray,) = checkpoint.strays
    assert (stray.number, len(stray.trials)) == (1, 1)
    assert stray.violations


def test_a_disturbed_visit_counts_as_a_rerun_also_after_an_interruption(tmp_path: Path) -> None:
    fake = FakeLab(objections={2: LATE}, interrupts={3: KeyboardInterrupt()})
    result = resumed(begun(tmp_path, fake))
    assert sorted(reruns(result, label) for label in result.plan.labels) == [0, 1]


def test_a_finished_run_is_not_resumed(tmp_path: Path) -> None:
    folder = begun(tmp_path, FakeLab(interrupts={4: KeyboardInterrupt()}))
    resumed(folder)
    with pytest.raises(NotResumable, match="is complete"):
        interrupted(folder)


def test_a_visit_that_was_edited_is_refused(tmp_path: Path) -> None:
    folder = begun(tmp_path, FakeLab(interrupts={4: KeyboardInterrupt()}))
    (visit,) = (folder.path / "visits").glob("01-*")
    (visit / "visit.json").write_text("{}")
    with pytest.raises(BrokenSeal, match="was edited or cut short"):
        interrupted(folder)


def test_a_plan_that_was_edited_is_refused(tmp_path: Path) -> None:
    folder = begun(tmp_path, FakeLab(interrupts={1: KeyboardInterrupt()}))
    plan = json.loads((folder.path / "plan.json").read_text())
    plan["blocks"][0]["seed"] += 1
    (folder.path / "plan.json").write_text(json.dumps(plan))
    with pytest.raises(NotResumable, match="is not the plan that its settings make"):
        interrupted(folder)


def test_a_plan_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    folder = begun(tmp_path, FakeLab(interrupts={1: KeyboardInterrupt()}))
    text = (folder.path / "plan.json").read_text()
    (folder.path / "plan.json").write_text(text[:100])
    with pytest.raises(BrokenFolder, match="damaged or cut short"):
        interrupted(folder)


def test_a_visit_that_is_none_is_refused_even_sealed_anew(tmp_path: Path) -> None:
    folder = begun(tmp_path, FakeLab(interrupts={4: KeyboardInterrupt()}))
    (visit,) = (folder.path / "visits").glob("01-*")
    (visit / "visit.json").write_text("{}")
    seal(visit)
    with pytest.raises(BrokenFolder, match=r"visit\.json: number is missing"):
        interrupted(folder)


def test_a_run_that_lost_its_visits_is_refused(tmp_path: Path) -> None:
    folder = begun(tmp_path, FakeLab(interrupts={4: KeyboardInterrupt()}))
    shutil.rmtree(folder.path / "visits")
    with pytest.raises(NotResumable, match="has lost its visits"):
        interrupted(folder)


def test_a_run_stopped_before_its_first_visit_is_resumed(tmp_path: Path) -> None:
    def stopped(*_: object) -> Conformity:
        raise KeyboardInterrupt

    folder = open_run(tmp_path, 7, datetime(2026, 11, 23, tzinfo=UTC))
    lab = replace(FakeLab().lab, conform=stopped)
    with pytest.raises(KeyboardInterrupt):
        Comparison(make_plan(settings(3)), load_claims(), lab, folder, Listener()).run()
    assert interrupted(folder).checkpoint.done == ()
    assert resumed(folder).complete


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"warmup_s": "long"}, "warmup_s must be a number"),
        ({"warmup_s": -1}, "is no plan of this lab: a load warms up"),
        ({"experiments": ["luck"], "blocks": []}, "is no plan of this lab: .*'luck'"),
        ({"sizes": {"rates": {}, "slots": 5}}, "is no plan of this lab"),
        ({"arms": ["monolith"]}, "arms must be a list of two"),
        ({"blocks": 3}, "blocks must be a list"),
    ],
)
def test_a_plan_that_means_nothing_is_refused(
    tmp_path: Path, edit: dict[str, object], said: str
) -> None:
    folder = begun(tmp_path, FakeLab(interrupts={1: KeyboardInterrupt()}))
    path = folder.path / "plan.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | edit))
    with pytest.raises(LabError, match=said):
        interrupted(folder)


def test_a_new_visit_never_takes_the_folder_of_another(tmp_path: Path) -> None:
    folder = begun(tmp_path, FakeLab(interrupts={4: KeyboardInterrupt()}))
    (first,) = (folder.path / "visits").glob("01-*")
    shutil.rmtree(first)
    assert folder.visits_begun() == 4


def test_a_folder_without_a_plan_is_told_apart_from_none(tmp_path: Path) -> None:
    (tmp_path / "20261123T000000Z-7").mkdir()
    with pytest.raises(NoSuchRun, match=r"it has no plan\.json, and .*/ holds no run yet"):
        find_run(tmp_path, "20261123T000000Z-7")


def test_a_run_is_found_by_its_name_or_as_the_latest(tmp_path: Path) -> None:
    folder = begun(tmp_path, FakeLab(interrupts={1: KeyboardInterrupt()}))
    for name in (folder.path.name, "latest", str(folder.path)):
        assert find_run(tmp_path, name).path == folder.path


def test_a_run_that_is_not_there_is_told_which_is_the_newest(tmp_path: Path) -> None:
    with pytest.raises(NoSuchRun, match="there is none yet"):
        find_run(tmp_path, "monday")
    folder = begun(tmp_path, FakeLab(interrupts={1: KeyboardInterrupt()}))
    with pytest.raises(NoSuchRun, match=f"the newest is {folder.path.name}"):
        find_run(tmp_path, "monday")


def test_a_run_goes_on_under_the_conditions_it_was_begun_under_only(tmp_path: Path) -> None:
    folder = open_run(tmp_path, 7, datetime(2026, 11, 23, tzinfo=UTC))
    folder.write("environment.json", {"python": "3.11.2", "disk": {"free_bytes": 1}})
    require_conditions(folder, {"python": "3.11.2", "disk": {"free_bytes": 2}})
    with pytest.raises(
        NotResumable, match=r"other conditions: python: 3\.12\.0 here, 3\.11\.2 there"
    ):
        require_conditions(folder, {"python": "3.12.0"})
    with pytest.raises(NotResumable, match="other conditions: git commit: abc here, None there"):
        require_conditions(folder, {"python": "3.11.2", "git": {"commit": "abc"}})
