"""A lab without machine, arms or generator: what a comparison does can be watched in memory."""

import time
from collections.abc import Callable, Collection, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from experiments.checks.conformance.conformity import Conformity
from experiments.checks.invariants.fetch import AuditUrl
from experiments.checks.invariants.relations import Order, Relations
from experiments.checks.invariants.settle import Settled
from experiments.measure.observation import Tables
from experiments.stacks.local.cores import Split
from experiments.stacks.protocol import Ability, Stack
from experiments.testing.fake_stack import FakeStack
from experiments.topology import Topology
from experiments.trials.lab import Lab, Say
from experiments.trials.machine import CpuTimes, Reading
from experiments.workload.journal import JournalWriter
from experiments.workload.plan import LoadPlan
from experiments.workload.progress import Progress
from experiments.workload.report import GeneratorReport
from experiments.workload.run import PLAN
from experiments.workload.samples import Sample, SampleWriter
from experiments.workload.scoring import Outcome

NOTHING = Relations((), (), (), (), (), (), (), ())
QUIET = Reading(100.0, 100.0, CpuTimes(50.0, 0.0, 2), 10.0, 0.0, 0.0, 0.0, 10**12, 1e9)
PENDING = Order("o-1", "c-00001", "k-1", "PENDING", None, 500, False)


@dataclass
class Waited:
    """A clock that only pauses move."""

    seconds: float = 0.0

    def pause(self, seconds: float) -> None:
        self.seconds += seconds


@dataclass
class FakeLoad:
    """Writes so many reads `a_second`, good ones unless said otherwise; `interrupt` is raised in
    the middle of it."""

    plan: LoadPlan
    folder: Path
    interrupt: BaseException | None = None
    objections: tuple[str, ...] = ()
    waited: Waited = field(default_factory=Waited)
    outcome: Outcome = Outcome.GOOD
    a_second: int = 10
    good_now: Callable[[], float] = lambda: 1.0
    """The share of operations that are good, whenever somebody asks how far it is."""
    stopped: bool = False
    began_s: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.from_s = self.waited.seconds
        self.done, self.good = 0.0, 0.0

    @property
    def monotonic_s(self) -> float:
        return self.began_s

    def elapsed_s(self) -> float:
        return self.waited.seconds - self.from_s

    def progress(self) -> Progress:
        """What was not told before is as good as it is now."""
        elapsed_s = self.elapsed_s()
        more = self.a_second * elapsed_s - self.done
        self.done, self.good = self.done + more, self.good + more * self.good_now()
        done, good = round(self.done), round(self.good)
        return Progress(self.began_s, elapsed_s, self.plan.total_s, done, done, good)

    def wait(self) -> GeneratorReport:
        self.folder.mkdir(parents=True)
        self.plan.write(self.folder / PLAN)
        writer = SampleWriter(self.folder)
        for index in range(self.a_second * int(self.plan.total_s)):
            writer.write(_read(index, index / self.a_second, self.outcome))
        if self.interrupt:
            raise self.interrupt
        writer.close()
        JournalWriter(self.folder).close()
        report = _report(self.plan, writer.written, self.objections)
        report.write(self.folder)
        return report

    def stop(self) -> None:
        self.stopped = True


@dataclass
class FakeLab:
    """Set its fields to what shall happen; `lab` is what a comparison is given."""

    stacks: list[FakeStack] = field(default_factory=list)
    plans: list[LoadPlan] = field(default_factory=list)
    loads: list[FakeLoad] = field(default_factory=list)
    refuses: str = ""
    unable: Mapping[Ability, str] = field(default_factory=dict)
    failures: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
    pending: bool = False
    dearer: float = 1.25
    """How many times as much CPU an arm takes while it burns some on purpose."""
    a_second: int = 10
    """Operations of each load."""
    waited: Waited = field(default_factory=Waited)
    outside: list[Mapping[str, Any]] = field(default_factory=list)
    """Every behaviour that was asked of the outside world."""
    answers: bool = True
    """Whether the outside world does."""
    lacking: list[frozenset[str]] = field(default_factory=list)
    """What the arm of each stack was without."""
    interrupts: dict[int, BaseException] = field(default_factory=dict)
    """Raised in the load with this number, counted from 1 over the whole run."""
    objections: dict[int, tuple[str, ...]] = field(default_factory=dict)
    readings: dict[int, Reading] = field(default_factory=dict)
    """Of the machine, where it was not quiet; counted from 1, two an experiment and visit."""
    read: int = 0
    good_now: Callable[[], float] = lambda: 1.0
    """The share of a load's operations that are good while it runs, for who watches it."""
    serves: Callable[[FakeStack, LoadPlan], bool] | None = None
    """Whether the arm, as it stands when a load begins, answers it in time; if None, it does."""

    @property
    def lab(self) -> Lab:
        return Lab(
            open_stack=self._open_stack,
            unable=self.unable,
            start_load=self._start_load,
            set_outside=self.outside.append,
            ask_outside=lambda _question: self.answers,
            read_settled=self._read_settled,
            conform=self._conform,
            differences=lambda _oracle, _other: self.differences,
            read_machine=self._read_machine,
            await_quiet=lambda _folder: True,
            describe=lambda: {"python": "3.11", "cpu": {"cores": 2, "model": "made up"}},
            cores=Split(frozenset((0,)), frozenset((1,)), pinned=True),
            proportional=True,
            client_timeout_s=2.0,
            ask=lambda _probe, _url: True,
            surveying=lambda _audit_url: nullcontext(lambda: Tables(0, 12)),
            pause=self.waited.pause,
        )

    @property
    def running(self) -> list[str]:
        """The arms that were left behind."""
        return [stack.topology.name for stack in self.stacks if stack.running]

    def _open_stack(self, topology: Topology, say: Say, without: Collection[str] = ()) -> Stack:
        self.lacking.append(frozenset(without))
        self.stacks.append(FakeStack(topology, self.refuses, dearer=self.dearer))
        return self.stacks[-1]

    def _start_load(self, plan: LoadPlan, folder: Path, cpus: Collection[int]) -> FakeLoad:
        self.plans.append(plan)
        number = len(self.plans)
        interrupt, objections = self.interrupts.get(number), self.objections.get(number, ())
        in_time = self.serves is None or self.serves(self.stacks[-1], plan)
        outcome = Outcome.GOOD if in_time else Outcome.SLOW
        told = (interrupt, objections, self.waited, outcome, self.a_second, self.good_now)
        self.loads.append(FakeLoad(plan, folder, *told))
        return self.loads[-1]

    def _read_machine(self, _folder: Path) -> Reading:
        self.read += 1
        return self.readings.get(self.read, QUIET)

    def _read_settled(self, audit_url: AuditUrl, say: Say) -> Settled:
        relations = replace(NOTHING, orders=(PENDING,)) if self.pending else NOTHING
        return Settled(relations, seconds=0.1, pending=0, unnotified=0, is_still=True)

    def _conform(self, gateway_url: str, seed: int, say: Say) -> Conformity:
        say("1/1 a sentence")
        return Conformity(90 - len(self.failures), self.failures, (), 12.0)


def _read(index: int, at_s: float, outcome: Outcome) -> Sample:
    return Sample(
        index=index,
        operation="read-product",
        intended_s=at_s,
        started_s=at_s,
        lag_ms=0.1,
        accept_ms=2.0,
        settle_ms=None,
        outcome=outcome,
        http_status=200,
        order_id="",
        order_status="",
        order_reason="",
        bytes=100,
        error="",
    )


def _report(plan: LoadPlan, samples: int, objections: tuple[str, ...]) -> GeneratorReport:
    return GeneratorReport(
        wall_s=1.0,
        monotonic_s=1.0,
        duration_s=plan.total_s,
        arrivals=samples,
        samples=samples,
        orders=0,
        http_requests=samples,
        http_failures=0,
        lag_p50_ms=0.1,
        lag_p99_ms=1.0,
        lag_max_ms=2.0,
        cpu_s=0.5,
        cores=None,
        longest_gap_s=0.05,
        was_suspended=False,
        stopped_by="",
        objections=objections,
    )
