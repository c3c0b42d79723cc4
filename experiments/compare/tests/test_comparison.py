"""What a comparison does, on a fake lab: order, reruns, exit codes, and what is on the disk."""

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from experiments.analysis.claims import load_claims
from experiments.compare.by_side import correct
from experiments.compare.comparison import Comparison
from experiments.compare.plan import Plan, make_plan
from experiments.compare.result import Result
from experiments.compare.rows import rows_of
from experiments.method.experiment import Experiment
from experiments.run_folder.folder import open_run
from experiments.stacks.protocol import StackError
from experiments.testing.comparison import COST, settings
from experiments.testing.fake_lab import QUIET, FakeLab
from experiments.testing.listener import Listener
from experiments.trials.machine import Reading
from experiments.workload.samples import BrokenSamplesError, read_samples

LATE = ("the generator ran late",)


@dataclass
class Run:
    """One comparison on a fake lab, and where it writes."""

    fake: FakeLab
    folder: Path
    blocks: int
    listener: Listener = field(default_factory=Listener)
    extras: tuple[Experiment, ...] = ()

    @property
    def plan(self) -> Plan:
        return make_plan(replace(settings(self.blocks), extras=self.extras))

    def __call__(self) -> Result:
        plan = self.plan
        folder = open_run(self.folder, 7, datetime(2026, 11, 23, 4, 5, 6, tzinfo=UTC))
        return Comparison(plan, load_claims(), self.fake.lab, folder, self.listener).run()

    def read(self, name: str) -> Any:
        return json.loads((self.folder / "latest" / name).read_text())

    @property
    def events(self) -> list[str]:
        lines = (self.folder / "latest" / "events.jsonl").read_text().splitlines()
        return [json.loads(line)["event"] for line in lines]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(FakeLab(), tmp_path / "runs", blocks=2)


def test_arms_are_visited_in_the_planned_order_under_the_same_arrivals(run: Run) -> None:
    result = run()
    expected = [label for block in result.plan.blocks for label in block.order]
    assert [visit.label for visit in result.visits] == expected
    one, two, three, four = (plan.seed for plan in run.fake.plans)
    assert one == two != three == four


def test_a_calm_correct_run_is_valid_and_leaves_nothing_running(run: Run) -> None:
    result = run()
    assert (result.complete, result.exit_code, result.problems) == (True, 0, ())
    assert run.fake.running == []
    assert all(stack.starts == 1 for stack in run.fake.stacks)


def test_who_watches_is_told_after_each_experiment_of_each_visit(run: Run) -> None:
    result = run()
    (begun, nothing), *known = run.listener.known
    assert (begun.visits, nothing) == ((), None)
    assert [newest for _, newest in known] == list(result.visits)
    assert [len(seen.visits) for seen, _ in known] == [1, 2, 3, 4]
    assert [seen.blocks[-1].is_whole for seen, _ in known] == [False, True, False, True]


def test_a_rerun_takes_the_place_of_what_was_disturbed(run: Run) -> None:
    run.fake.objections = {2: LATE}
    run()
    again, _ = run.listener.known[3]
    (block,) = again.blocks
    assert [len(pair) for pair in block.attempts] == [2, 1]
    assert not again.noisy


def test_nothing_is_told_of_arms_that_do_not_agree(run: Run) -> None:
    run.fake.failures = ("a product is read: 500",)
    run()
    assert run.listener.known == []


def test_every_visit_has_fresh_processes_and_its_own_folder(run: Run) -> None:
    result = run()
    assert len(run.fake.stacks) == 2 + result.plan.visits
    names = {path.name for path in (run.folder / "latest" / "visits").iterdir()}
    assert names == {f"{v.number:02d}-{v.label}" for v in result.visits}


def test_the_time_left_only_shrinks(run: Run) -> None:
    run()
    assert run.listener.left_s == sorted(run.listener.left_s, reverse=True)


def test_arms_that_fail_conformance_are_not_timed(run: Run) -> None:
    run.fake.failures = ("a product is read: got 500",)
    result = run()
    assert (result.exit_code, result.visits, run.fake.plans) == (1, (), [])
    assert result.problems[0] == "monolith: a product is read: got 500"


def test_arms_that_answer_differently_are_not_timed(run: Run) -> None:
    run.fake.differences = ("GET /products: status is 200 there, 404 here",)
    result = run()
    assert (result.exit_code, result.visits) == (1, ())
    assert run.read("summary.json")["conformance"]["ok"] is False


def test_a_disturbed_block_is_visited_again_as_a_whole(run: Run) -> None:
    run.fake.objections = {2: LATE}
    result = run()
    first, second = result.blocks
    assert (len(first.attempts), len(second.attempts)) == (2, 1)
    assert [visit.number for block in result.scored for visit in block.last] == [3, 4, 5, 6]
    assert (result.exit_code, result.noisy) == (0, False)


def test_a_block_is_visited_three_times_at_most_and_then_the_run_is_invalid(run: Run) -> None:
    run.fake.objections = {1: LATE, 4: LATE, 5: LATE}
    result = run()
    assert [len(block.attempts) for block in result.blocks] == [3, 1]
    assert result.exit_code == 1
    assert result.problems == ("1 of 2 blocks were still disturbed after 2 reruns",)
    first = result.plan.blocks[0].order[0]
    late = f"visit 5 ({first}): cost-of-splitting: generator: mixed: the generator ran late"
    assert result.disturbances == (late,)
    assert not result.noisy
    assert [visit.number for block in result.scored for visit in block.last] == [7, 8]


def test_without_any_calm_block_the_figures_are_shown_as_noisy(run: Run) -> None:
    run.fake.objections = dict.fromkeys(range(1, 13), LATE)
    result = run()
    assert (result.noisy, result.exit_code, len(result.scored)) == (True, 1, 2)


def test_a_disturbed_extra_is_left_out_and_not_made_again(run: Run) -> None:
    run.extras = tuple(replace(COST, name=name) for name in ("calm", "disturbed"))
    five = sum(len(block.experiments) for block in run.plan.blocks[:2]) * 2 + 1
    at = five + run.plan.blocks[2].experiments.index("disturbed")
    run.fake.objections = {at: LATE}
    result = run()
    assert [len(block.attempts) for block in result.blocks] == [1, 1, 1, 1]
    assert (result.exit_code, result.noisy, len(result.scored)) == (0, False, 2)
    rows = {row.experiment: row for row in rows_of(result) if row.metric.key == "cpu_ms"}
    assert [len(rows[name].pairs) for name in (COST.name, "calm", "disturbed")] == [2, 2, 2]
    values = [value for pair in rows["disturbed"].values for value in pair]
    assert sum(value is None for value in values) == 1
    assert None not in [value for pair in rows["calm"].values for value in pair]


def test_a_single_disturbed_block_is_noisy_and_valid(tmp_path: Path) -> None:
    run = Run(FakeLab(objections={1: LATE}), tmp_path, blocks=1)
    result = run()
    assert (result.noisy, result.exit_code, len(result.visits)) == (True, 0, 2)


def test_a_visit_whose_outside_world_ended_is_disturbed(tmp_path: Path) -> None:
    result = Run(FakeLab(answers=False), tmp_path, blocks=1)()
    assert result.noisy
    assert all("does not answer: screen, rank" in text for text in result.disturbances)


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (replace(QUIET, wall_s=QUIET.wall_s - 3600), "clock: the clock was set 3600.0 s off"),
        (replace(QUIET, boot_s=130.0, wall_s=QUIET.wall_s + 30), "the machine slept for 30.0 s"),
    ],
)
def test_a_clock_set_or_a_sleep_in_mid_run_has_its_block_visited_again(
    run: Run, after: Reading, said: str
) -> None:
    run.fake.readings = {2: after}
    result = run()
    assert [len(block.attempts) for block in result.blocks] == [2, 1]
    assert (result.exit_code, result.noisy) == (0, False)
    told = "\n".join(run.listener.lines)
    assert said in told
    assert "block 1 was disturbed: it is visited again" in told


def test_a_violated_invariant_fails_the_run_and_is_never_discarded(run: Run) -> None:
    run.fake.pending = True
    run.fake.objections = {1: LATE}
    result = run()
    assert result.exit_code == 1
    assert len([text for text in result.problems if "every order is final" in text]) == 6
    assert correct(result, "monolith") == (0, 3)


def test_the_folder_holds_everything_a_reader_needs(run: Run) -> None:
    run()
    trial = f"visits/01-{run.read('plan.json')['blocks'][0]['order'][0]}/cost-of-splitting"
    for name in ("environment.json", "conformance.json", f"{trial}/observation.json"):
        assert run.read(name)
    assert all(check["holds"] for check in run.read(f"{trial}/checks.json")["checks"])
    assert len(read_samples(run.folder / "latest" / trial / "mixed")) == 130
    assert (run.folder / "latest" / "logs" / "01-monolith").exists() or (
        run.folder / "latest" / "logs" / "01-services"
    ).exists()


def test_the_summary_has_the_shape_its_readers_rely_on(run: Run) -> None:
    run()
    summary = run.read("summary.json")
    assert (summary["kind"], summary["format"], summary["complete"]) == (
        "cleave comparison",
        2,
        True,
    )
    row = next(row for row in summary["figures"] if row["key"] == "good_per_s")
    assert row["medians"] == {"monolith": 10.0, "services": 10.0}
    assert row["visits"] == {"monolith": [10.0, 10.0], "services": [10.0, 10.0]}
    assert row["estimate"] == 1.0
    assert {visit["block"] for visit in summary["visits"]} == {1, 2}


def test_an_interrupted_run_keeps_what_was_measured_and_stops_the_arm(run: Run) -> None:
    run.fake.interrupts = {3: KeyboardInterrupt()}
    with pytest.raises(KeyboardInterrupt):
        run()
    assert run.fake.running == []
    assert run.fake.loads[2].stopped
    summary = run.read("summary.json")
    assert (summary["complete"], len(summary["visits"])) == (False, 2)
    assert run.events[-1] == "interrupted"


def test_samples_cut_short_by_an_interruption_are_recognised(run: Run) -> None:
    run.fake.interrupts = {1: KeyboardInterrupt()}
    with pytest.raises(KeyboardInterrupt):
        run()
    (visit,) = (run.folder / "latest" / "visits").iterdir()
    with pytest.raises(BrokenSamplesError):
        read_samples(visit / "cost-of-splitting" / "mixed", 130)


def test_an_arm_that_does_not_start_ends_the_run(run: Run) -> None:
    run.fake.refuses = "port 20100 is in use by nginx"
    with pytest.raises(StackError, match="port 20100"):
        run()
    assert run.fake.running == []
    assert run.events == ["interrupted"]


def test_a_visit_to_a_side_without_a_protection_opens_an_arm_without_it(
    run: Run, tmp_path: Path
) -> None:
    plan = make_plan(
        replace(settings(blocks=1), arms=("services", "services"), without=frozenset(("breaker",)))
    )
    folder = open_run(tmp_path / "ablated", 7, datetime(2026, 11, 23, tzinfo=UTC))
    result = Comparison(plan, load_claims(), run.fake.lab, folder, run.listener).run()
    conformance, *visits = run.fake.lacking
    assert conformance == frozenset()
    labels = [visit.label for visit in result.visits]
    assert sorted(labels) == ["services", "services without breaker"]
    assert visits == [plan.side(each).without for each in labels]
    assert {path.name[3:] for path in (folder.path / "visits").iterdir()} == {
        "services",
        "services-without-breaker",
    }
