"""The pilot in a whole comparison: before the visits, into the plan, and not twice."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from experiments.analysis.claims import load_claims
from experiments.catalogue import scaling
from experiments.compare.agenda import Agenda
from experiments.compare.comparison import Comparison
from experiments.compare.plan import Plan, make_plan
from experiments.compare.result import Result
from experiments.compare.resume import interrupted
from experiments.compare.run_folder import RunFolder, open_run
from experiments.report.comparison_plan import plan_lines
from experiments.testing.comparison import settings
from experiments.testing.fake_lab import FakeLab
from experiments.testing.fake_stack import FakeStack
from experiments.testing.listener import Listener
from experiments.topology import RECOMMENDATIONS
from experiments.workload.plan import LoadPlan

FOUR_TIMES = 120.0


def plan_of(blocks: int) -> Plan:
    return make_plan(replace(settings(blocks), experiments=(scaling.experiment,)))


def needing(monolith: int, services: int) -> Callable[[FakeStack, LoadPlan], bool]:
    """How many replicas of the hot part four times the load takes; 2 hold the load itself."""

    def serves(stack: FakeStack, plan: LoadPlan) -> bool:
        needed = {"monolith": monolith, "services": services}[stack.topology.name]
        part = stack.topology.part_of(RECOMMENDATIONS).name
        return stack.replicas(part) >= (needed if plan.rate == FOUR_TIMES else 2)

    return serves


@dataclass
class Run:
    fake: FakeLab
    runs: Path
    listener: Listener = field(default_factory=Listener)

    def __call__(self, blocks: int = 2) -> Result:
        return self._compare(plan_of(blocks), open_run(self.runs, 7, datetime.now(UTC)))

    def resumed(self) -> Result:
        folder = RunFolder((self.runs / "latest").resolve())
        return self._compare(interrupted(folder).plan, folder)

    def planned(self) -> Any:
        return json.loads((self.runs / "latest" / "plan.json").read_text())["sizes"]

    def events(self, kind: str) -> list[dict[str, Any]]:
        lines = (self.runs / "latest" / "events.jsonl").read_text().splitlines()
        return [event for event in map(json.loads, lines) if event["event"] == kind]

    def _compare(self, plan: Plan, folder: RunFolder) -> Result:
        return Comparison(plan, load_claims(), self.fake.lab, folder, self.listener).run()


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(FakeLab(serves=needing(monolith=6, services=7)), tmp_path / "runs")


def test_each_arm_gets_what_it_needs_and_the_plan_says_so(run: Run) -> None:
    result = run()
    needed = {"monolith": {"1": 2, "4": 6}, "services": {"1": 2, "4": 7}}
    assert run.planned()["by"] == "pilot"
    assert run.planned()["replicas"]["scaling"] == needed
    rows = {row.metric.key: row.medians for row in result.rows()}
    assert rows["replicas_1x"] == (2.0, 7.0)
    assert rows["replicas_4x"] == (6.0, 12.0)


def test_every_look_is_an_event_and_none_is_a_visit(run: Run) -> None:
    result = run()
    looks = [(look["replicas"], look["seconds"]) for look in run.events("pilot look")]
    assert looks[:5] == [(2, 8.0), (2, 20.0), (5, 8.0), (6, 8.0), (6, 20.0)]
    assert run.events("pilot look")[2]["missed"] == ["0.0% good"]
    assert [found["replicas"] for found in run.events("pilot found")] == [2, 6, 2, 7]
    assert len(result.visits) == 4
    assert run.fake.running == []


def test_the_same_look_meets_the_same_arrivals_on_both_arms(run: Run) -> None:
    run()
    first = {"monolith": run.fake.plans[0], "services": run.fake.plans[5]}
    assert first["monolith"].seed == first["services"].seed != run.fake.plans[1].seed


def test_a_first_look_of_one_block_takes_what_is_stored(run: Run) -> None:
    run(blocks=1)
    assert run.planned()["by"] == "stored"
    assert run.events("pilot look") == []


def test_a_load_that_the_most_replicas_do_not_hold_has_a_reason_for_figures(run: Run) -> None:
    run.fake.serves = needing(monolith=6, services=9)
    result = run()
    assert run.planned()["replicas"]["scaling"]["services"]["4"] == 0
    rows = {row.metric.key: row for row in result.rows()}
    assert rows["memory_4x_mib"].unheld == rows["cpu_gained_ms"].unheld == ("services",)
    assert rows["memory_4x_mib"].medians[1] is None
    assert rows["memory_4x_mib"].as_json()["remarks"][0] == "services: 8 replicas did not hold it"
    assert rows["memory_1x_mib"].unheld == rows["good_4x"].unheld == ()


def test_more_load_is_not_tried_with_fewer_replicas_than_less_needed(run: Run) -> None:
    run.fake.serves = lambda stack, _: (
        stack.replicas(stack.topology.parts[-1].name) >= 7 or (stack.topology.name == "services")
    )
    run()
    looks = [look for look in run.events("pilot look") if look["arm"] == "monolith"]
    assert [look["replicas"] for look in looks if look["load"] == "4x"] == [7, 7]


def test_a_load_that_already_once_is_not_held_does_not_disturb_the_visits(run: Run) -> None:
    run.fake.serves = lambda stack, _: stack.topology.name == "monolith"
    result = run()
    assert result.disturbances == ()
    assert len(result.visits) == 4
    assert run.planned()["replicas"]["scaling"]["services"] == {"1": 0, "4": 0}
    tried = {(look["arm"], look["load"]) for look in run.events("pilot look")}
    assert ("services", "4x") not in tried  # what does not hold a load does not hold four


def test_a_disturbed_look_that_missed_is_made_again(run: Run) -> None:
    run.fake.objections = {3: ("the generator ran late",)}
    run()
    looks = [(look["replicas"], look["seconds"]) for look in run.events("pilot look")]
    assert looks[2:4] == [(5, 8.0), (5, 8.0)]


def test_what_the_checkers_find_in_the_pilot_fails_the_run(run: Run) -> None:
    run.fake.pending = True
    result = run()
    assert result.exit_code == 1
    assert result.problems[0].startswith("pilot of monolith: every order is final")


def test_a_resumed_run_searches_no_more(run: Run) -> None:
    looks = 10
    run.fake.interrupts = {looks + 3: KeyboardInterrupt()}
    with pytest.raises(KeyboardInterrupt):
        run()
    assert len(run.events("pilot look")) == looks + 1
    result = run.resumed()
    assert (result.complete, len(run.events("pilot look"))) == (True, looks + 1)
    assert result.plan.settings.sizes.replicas["scaling"]["services"]["4"] == 7


def test_a_run_interrupted_in_its_pilot_searches_anew(run: Run) -> None:
    run.fake.interrupts = {4: KeyboardInterrupt()}
    with pytest.raises(KeyboardInterrupt):
        run()
    assert run.fake.running == []
    assert run.planned()["by"] == "stored"
    run.resumed()
    assert run.planned()["by"] == "pilot"


def test_the_pilot_is_announced_and_its_time_counted(run: Run) -> None:
    with_pilot, without = plan_of(2), plan_of(1)
    assert any("pilot" in line for line in plan_lines(with_pilot, 100, "runs/x"))
    assert not any("pilot" in line for line in plan_lines(without, 100, "runs/x"))
    agenda = Agenda(with_pilot)
    before = agenda.left_s()
    agenda.pilots("monolith")
    assert before - agenda.left_s() == pytest.approx(agenda.pilot_s("monolith"))
    run()
    assert "pilot of services" in run.listener.titles
    assert run.listener.left_s == sorted(run.listener.left_s, reverse=True)
