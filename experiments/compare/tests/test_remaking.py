"""A trial that stands for itself is made again by itself, and not for ever."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from experiments.analysis.claims import load_claims
from experiments.compare.comparison import Comparison
from experiments.compare.plan import make_plan
from experiments.compare.remaking import ASIDE, may_again
from experiments.compare.result import Result
from experiments.run_folder.folder import open_run
from experiments.testing.comparison import COST, settings
from experiments.testing.fake_lab import FakeLab
from experiments.testing.listener import Listener

LATE = ("the generator ran late",)
CELLS = tuple(replace(COST, name=f"m-{name}", matrix="m") for name in ("one", "two"))


def run(fake: FakeLab, runs: Path, blocks: int = 1) -> Result:
    plan = make_plan(replace(settings(blocks), experiments=CELLS))
    folder = open_run(runs, 7, datetime(2026, 11, 23, tzinfo=UTC))
    return Comparison(plan, load_claims(), fake.lab, folder, Listener()).run()


def events(runs: Path, kind: str) -> list[dict[str, Any]]:
    lines = (runs / "latest" / "events.jsonl").read_text().splitlines()
    return [event for event in map(json.loads, lines) if event["event"] == kind]


def test_a_disturbed_trial_is_made_again_on_the_same_arm(tmp_path: Path) -> None:
    fake = FakeLab(objections={1: LATE})
    result = run(fake, tmp_path)
    assert (len(fake.plans), len(fake.stacks)) == (5, 2 + 2)
    assert [len(visit.trials) for visit in result.visits] == [2, 2]
    assert (result.exit_code, result.disturbances) == (0, ())


def test_what_was_disturbed_is_kept_aside_with_the_reason(tmp_path: Path) -> None:
    first = run(FakeLab(objections={1: LATE}), tmp_path).visits[0]
    name = first.trials[0].experiment
    (visit,) = (tmp_path / "latest" / "visits").glob("01-*")
    aside = visit / f"{name}{ASIDE}"
    assert (aside / "mixed" / "samples.csv.gz").exists()
    assert (visit / name / "mixed" / "samples.csv.gz").exists()
    told = json.loads((aside / "trial.json").read_text())
    assert told["sentinels"][0]["text"] == "mixed: the generator ran late"
    (event,) = events(tmp_path, "trial again")
    assert (event["visit"], event["experiment"]) == (1, name)
    assert event["why"] == ["generator: mixed: the generator ran late"]


def test_the_second_time_shoppers_come_with_other_keys(tmp_path: Path) -> None:
    """The same ones would be answered with the orders of the first time."""
    fake = FakeLab(objections={1: LATE})
    run(fake, tmp_path)
    assert len({plan.seed for plan in fake.plans[:2]}) == 2


def test_no_more_than_a_few_of_a_visit_are_made_again(tmp_path: Path) -> None:
    fake = FakeLab(objections=dict.fromkeys(range(1, 20), LATE))
    result = run(fake, tmp_path)
    (block,) = result.plan.blocks
    assert may_again(block) == 1
    assert len(fake.plans) == 2 * (2 + 1)
    assert result.exit_code == 1


def test_a_trial_in_which_something_was_wrong_is_never_made_again(tmp_path: Path) -> None:
    fake = FakeLab(objections={1: LATE}, pending=True)
    result = run(fake, tmp_path)
    assert len(fake.plans) == 4
    assert any("every order is final" in text for text in result.visits[0].trials[0].violations)


def test_what_was_wrong_before_keeps_no_later_trial_from_it(tmp_path: Path) -> None:
    fake = FakeLab(objections={2: LATE}, pending=True)
    run(fake, tmp_path)
    assert len(fake.plans) == 5


def test_other_experiments_are_made_again_with_their_block_only() -> None:
    plan = make_plan(settings(2))
    assert [may_again(block) for block in plan.blocks] == [0, 0]
