"""One visit: fresh data and processes, a warm-up, the load, the checkers, and nothing left."""

import dataclasses
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.checks.invariants.check import CheckResult, check
from experiments.checks.invariants.journal import from_load
from experiments.compare.figures import consumption, values_of
from experiments.compare.lab import Lab, Load, Say
from experiments.compare.machine import Reading
from experiments.compare.memory_watch import MemoryWatch
from experiments.compare.plan import Block, Settings
from experiments.compare.run_folder import RunFolder
from experiments.compare.sentinels import generator, watch
from experiments.compare.stopping import leave
from experiments.compare.visited import Visit
from experiments.stacks.protocol import Stack, Usage
from experiments.topology import topology_named
from experiments.workload.journal import read_journal
from experiments.workload.plan import LoadPlan
from experiments.workload.progress import Progress
from experiments.workload.report import GeneratorReport
from experiments.workload.samples import read_samples


@dataclass(frozen=True)
class _Loaded:
    """What is known when the load is over and the arm still runs."""

    report: GeneratorReport
    before: tuple[Usage, Reading]
    after: tuple[Usage, Reading]
    during: tuple[Usage, ...]


class Visitor:
    """Makes visits into one run's folder."""

    def __init__(self, lab: Lab, settings: Settings, folder: RunFolder) -> None:
        self._lab = lab
        self._settings = settings
        self._folder = folder

    def visit(
        self, block: Block, arm: str, number: int, detail: Say, loading: Callable[[], None]
    ) -> Visit:
        """`loading` is called when the arm is up and its load begins.

        Raises StackError, LoadError, Unreadable or BrokenSamplesError; the arm is gone then, too.
        """
        folder = self._folder.visit(number, arm)
        stack = self._lab.open_stack(topology_named(arm), detail)
        try:
            detail("starting")
            began = time.monotonic()
            stack.start()
            start_s = time.monotonic() - began
            plan = self._load_plan(stack.gateway_url, block)
            loading()
            loaded = self._load(stack, plan, folder, detail)
            detail("waiting until every order is settled")
            violations = self._check(stack, folder, loaded.report, detail)
        finally:
            leave(stack, self._folder.logs(folder.name))
        used = consumption(loaded.before[0], loaded.during, loaded.after[0])
        samples = read_samples(folder, loaded.report.samples)
        visit = Visit(
            number=number,
            block=block.number,
            arm=arm,
            values=values_of(samples, plan, used, start_s),
            sentinels=(
                generator(loaded.report.objections),
                *watch(loaded.before[1], loaded.after[1]),
            ),
            violations=violations,
        )
        self._keep(folder, loaded, visit)
        return visit

    def _load_plan(self, url: str, block: Block) -> LoadPlan:
        settings = self._settings
        return LoadPlan(
            target=url,
            seed=block.seed,
            rate=settings.rate,
            seconds=settings.seconds,
            warmup_s=settings.warmup_s,
            timeout_s=self._lab.client_timeout_s,
        )

    def _load(self, stack: Stack, plan: LoadPlan, folder: Path, detail: Say) -> _Loaded:
        def show(progress: Progress) -> None:
            share = min(1.0, max(0.0, progress.elapsed_s / progress.total_s))
            detail(f"load {share:4.0%}, {progress.done} operations done")

        cores = self._lab.cores.lab if self._lab.cores.pinned else frozenset[int]()
        detail("warming up")
        load = self._lab.start_load(plan, folder, cores)
        try:
            _wait_for_window(load, plan.warmup_s)
            before = (stack.usage(), self._lab.read_machine(self._folder.path))
            with MemoryWatch(stack.usage) as memory:
                report = load.wait(progress=show)
            after = (stack.usage(), self._lab.read_machine(self._folder.path))
        except BaseException:  # Ctrl-C included: what was measured is kept
            load.stop()
            raise
        return _Loaded(report, before, after, tuple(memory.readings))

    def _check(
        self, stack: Stack, folder: Path, report: GeneratorReport, detail: Say
    ) -> tuple[str, ...]:
        settled = self._lab.read_settled(stack.audit_url, detail)
        results = check(settled.relations, from_load(read_journal(folder, report.orders)))
        self._folder.write(
            f"visits/{folder.name}/checks.json",
            {
                "settled_after_s": settled.seconds,
                "orders": len(settled.relations.orders),
                "is_still": settled.is_still,
                "checks": [_check_json(result) for result in results],
            },
        )
        restless = () if settled.is_still else ("the tables are still changing",)
        return (
            *restless,
            *(f"{result.name}: {text}" for result in results for text in result.violations),
        )

    def _keep(self, folder: Path, loaded: _Loaded, visit: Visit) -> None:
        usage = {
            "before": dataclasses.asdict(loaded.before[0]),
            "during": [dataclasses.asdict(usage) for usage in loaded.during],
            "after": dataclasses.asdict(loaded.after[0]),
        }
        self._folder.write(f"visits/{folder.name}/usage.json", usage)
        machine = [loaded.before[1].as_json(), loaded.after[1].as_json()]
        self._folder.write(f"visits/{folder.name}/machine.json", machine)
        self._folder.write(f"visits/{folder.name}/visit.json", visit.as_json())


def _wait_for_window(load: Load, warmup_s: float) -> None:
    while (left_s := warmup_s - load.elapsed_s()) > 0:
        time.sleep(left_s)


def _check_json(result: CheckResult) -> dict[str, Any]:
    return {"name": result.name, "holds": result.holds, "violations": list(result.violations)}
