"""A comparison of fake arms that scales, so that it begins with a pilot."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from experiments.analysis.claims import load_claims
from experiments.catalogue import scaling
from experiments.compare.comparison import Comparison
from experiments.compare.plan import Plan, make_plan
from experiments.compare.result import Result
from experiments.compare.resume import interrupted
from experiments.compare.run_folder import RunFolder, open_run
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
