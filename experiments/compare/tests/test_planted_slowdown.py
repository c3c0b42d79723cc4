"""A full run plants a slowdown after its blocks, and believes nothing if it does not find it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from experiments.analysis.claims import load_claims
from experiments.analysis.verdict import Ruling
from experiments.compare.comparison import Comparison
from experiments.compare.plan import Plan, make_plan
from experiments.compare.planting import BLOCKS
from experiments.compare.result import Result
from experiments.compare.resume import NO_CHECKPOINT, Checkpoint, NotResumable, interrupted
from experiments.compare.rows import rows_of
from experiments.compare.slowdown import NOT_PLANTED, not_planted
from experiments.compare.verdicts import verdicts
from experiments.run_folder.folder import RunFolder, open_run
from experiments.testing.comparison import settings
from experiments.testing.fake_lab import FakeLab
from experiments.testing.listener import Listener

MAIN = 8
PLAN = make_plan(replace(settings(MAIN), full=True))
LATE = ("the generator ran late",)
MISSED = "MISSED: believe nothing of this run: a planted slowdown of 1.25x was"


class Full:
    """Full runs on a fake lab, in one folder."""

    def __init__(self, runs: Path) -> None:
        self.listener = Listener()
        self.folder = open_run(runs, 7, datetime(2026, 11, 23, tzinfo=UTC))

    def __call__(
        self, fake: FakeLab, plan: Plan = PLAN, checkpoint: Checkpoint = NO_CHECKPOINT
    ) -> Result:
        run = Comparison(
            plan, load_claims(), fake.lab, self.folder, self.listener, checkpoint=checkpoint
        )
        return run.run()

    def read(self, name: str) -> Any:
        return json.loads((self.folder.path / name).read_text())


@pytest.fixture
def full(tmp_path: Path) -> Full:
    return Full(tmp_path)


def rulings(result: Result) -> set[Ruling | None]:
    """Of the claims that have one; the fake shop takes no orders."""
    return {one.verdict.ruling for one in verdicts(result, load_claims())} - {None}


def test_a_slowdown_that_was_planted_is_found_and_written_down(full: Full) -> None:
    result = full(FakeLab())
    assert result.slowdown is not None
    assert (result.slowdown.missed, result.exit_code) == (None, 0)
    assert result.slowdown.measured == "1.250x (1.250 to 1.250)"
    told = full.read("summary.json")["slowdown"]
    assert (told["arm"], told["blocks"], told["planted"]) == ("monolith", BLOCKS, 1.25)
    assert rulings(result) & {Ruling.SUPPORTED, Ruling.REFUTED}


@pytest.mark.parametrize(
    ("dearer", "how"), [(1.0, "not found: 1x to 1x"), (1.6, "measured as 1.6x")]
)
def test_a_run_that_misses_it_is_believed_in_nothing(full: Full, dearer: float, how: str) -> None:
    result = full(FakeLab(dearer=dearer))
    assert result.exit_code == 1
    assert result.problems == (f"{MISSED} {how}",)
    assert rulings(result) == {Ruling.INCONCLUSIVE}
    ruled = [one for one in full.read("verdicts.json")["verdicts"] if one["ruling"]]
    assert all(f"{MISSED} {how}" in one["remarks"] for one in ruled)


def test_it_is_a_quarter_of_what_this_run_measured_in_the_second_side_only(full: Full) -> None:
    result, plan = full(FakeLab()), full.read("planted/plan.json")
    (row,) = (row for row in rows_of(result) if row.metric.key == "cpu_ms")
    burns = {fault["setting"]["ms"] for fault in plan["planted"]}
    assert burns == {round(0.25 * (row.medians[0] or 0), 3)}
    assert (plan["labels"], plan["experiments"]) == (
        ["monolith-a", "monolith-b"],
        ["cost-of-splitting"],
    )


def test_only_a_full_run_that_measures_cost_plants_one(full: Full) -> None:
    assert full(FakeLab(), make_plan(settings(1))).slowdown is None
    assert not (full.folder.path / "planted").exists()


def test_arms_that_do_not_agree_have_none_planted(full: Full) -> None:
    assert full(FakeLab(failures=("a product is read: got 500",))).slowdown is None


def test_a_run_that_measured_no_cpu_can_plant_none_and_is_believed_in_nothing(full: Full) -> None:
    result = full(FakeLab(a_second=0))
    assert result.slowdown == not_planted("monolith")
    assert result.problems == (f"MISSED: believe nothing of this run: {NOT_PLANTED}",)
    assert not rulings(result) & {Ruling.SUPPORTED, Ruling.REFUTED}
    assert full.read("summary.json")["slowdown"]["missed"] == NOT_PLANTED
    assert not (full.folder.path / "planted").exists()


def test_no_verdict_counts_before_it_was_looked_for(full: Full) -> None:
    result = replace(full(FakeLab()), slowdown=None)
    assert rulings(result) == {Ruling.INCONCLUSIVE}


def test_blocks_that_stay_disturbed_do_not_show_it(full: Full) -> None:
    result = full(FakeLab(objections=dict.fromkeys(range(2 * MAIN + 1, 99), LATE)))
    assert result.slowdown is not None
    assert "could not be looked for in 0 blocks" in (result.slowdown.missed or "")


def test_what_its_visits_violate_counts_for_the_run(full: Full) -> None:
    result = full(FakeLab(pending=True))
    assert any(text.startswith("planted slowdown: visit 1 ") for text in result.problems)


def test_the_time_left_covers_it_and_only_shrinks(full: Full) -> None:
    full(FakeLab())
    left_s = full.listener.left_s
    assert left_s == pytest.approx(sorted(left_s, reverse=True))
    assert full.listener.titles[-1].startswith(f"planted slowdown: block {BLOCKS} of {BLOCKS}: ")


def cut_short(full: Full, load: int) -> RunFolder:
    with pytest.raises(KeyboardInterrupt):
        full(FakeLab(interrupts={load: KeyboardInterrupt()}))
    return full.folder


@pytest.mark.parametrize("block", [1, 4])
def test_a_run_cut_short_in_it_goes_on_in_it(full: Full, block: int) -> None:
    run = interrupted(cut_short(full, 2 * MAIN + 2 * block))
    assert len(run.checkpoint.done) == MAIN
    fake = FakeLab()
    result = full(fake, run.plan, run.checkpoint)
    assert len(fake.plans) == 2 * (BLOCKS - block + 1)
    assert (result.exit_code, result.complete) == (0, True)


def test_a_single_block_that_was_disturbed_is_not_made_again_for_it(full: Full) -> None:
    plan = make_plan(replace(settings(1), full=True))
    with pytest.raises(KeyboardInterrupt):
        full(FakeLab(objections={1: LATE}, interrupts={4: KeyboardInterrupt()}), plan)
    assert len(interrupted(full.folder).checkpoint.done) == 1


def test_a_plan_of_it_that_was_edited_is_refused(full: Full) -> None:
    run = interrupted(cut_short(full, 2 * MAIN + 4))
    plan = full.read("planted/plan.json")
    plan["planted"][0]["setting"]["ms"] += 1
    (full.folder.path / "planted" / "plan.json").write_text(json.dumps(plan))
    with pytest.raises(NotResumable, match=r"planted/plan\.json is not the plan"):
        full(FakeLab(), run.plan, run.checkpoint)
