"""Performs one experiment against a running arm, and puts the arm back as it was."""

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from experiments.artefacts.release import Release
from experiments.faults.fault import Fault
from experiments.faults.witness import See
from experiments.measure.observation import Loaded, Mark, Moment, Observation, Tables
from experiments.method.actuator import Actuator
from experiments.method.experiment import Experiment
from experiments.method.fault_watch import FaultWatch
from experiments.method.guarding import burnt
from experiments.method.looking import looking_at
from experiments.method.naming import about, describe, kind_of
from experiments.method.sampler import UsageSampler
from experiments.method.steps import ARTEFACT, Guard, Idle, Load, RollBack, Segment, Step, Wait
from experiments.method.survey import not_surveying
from experiments.method.tools import RunningLoad, Tools
from experiments.stacks.protocol import Stack
from experiments.workload.plan import SETTLE_PATIENCE_S, LoadPlan
from experiments.workload.report import GeneratorReport
from experiments.workload.samples import read_samples

Say = Callable[[str], None]
GLANCE_S = 0.5


@dataclass(frozen=True)
class Performance:
    """What was observed; each load's own word on itself, by its name; and why a fault was not real,
    if one was not."""

    seen: Observation
    reports: Mapping[str, GeneratorReport]
    unreal: tuple[str, ...]


class Performer:
    """Of one experiment, once. `base` is the release the arm was started with; `folder` takes the
    loads' files."""

    def __init__(
        self,
        tools: Tools,
        experiment: Experiment,
        stack: Stack,
        base: Release,
        folder: Path,
        seed: int,
        say: Say,
    ) -> None:
        self._tools = tools
        self._experiment = experiment
        self._arm = stack.topology.name
        self._stack = stack
        self._folder = folder
        self._seed = seed
        self._say = say
        self._actuator = Actuator(stack, base, tools.set_outside, self._wanted, tools.ask)
        self._marks: list[Mark] = []
        self._loads: list[Loaded] = []
        self._reports: dict[str, GeneratorReport] = {}
        self._replicas: dict[str, dict[str, int]] = {}
        self._idle: tuple[Moment, ...] = ()
        self._unreal: tuple[str, ...] = ()

    def perform(self, start_s: float) -> Performance:
        """Raises LoadError or StackError, and KeyboardInterrupt; the load has ended then, and the
        arm is only fit to be stopped."""
        try:
            for segment in self._experiment.segments_on(self._stack.topology):
                self._segment(segment)
            self._say("putting everything back")
            self._actuator.put_back()
        finally:
            self._actuator.let_go()
        seen = Observation(
            start_s,
            tuple(self._loads),
            tuple(self._marks),
            dict(self._actuator.facts),
            self._replicas,
            self._tools.sizes.unheld(self._experiment, self._arm),
            self._idle,
        )
        return Performance(seen, self._reports, self._unreal)

    def _segment(self, segment: Segment) -> None:
        if segment.load is None:
            for step in segment.steps:
                if isinstance(step, Idle):
                    self._watch_idle(step)
                else:
                    self._do(step)
            return
        plan = self._plan(segment, segment.load)
        folder = self._folder / segment.load.name
        self._replicas[segment.load.name] = self._actuator.replicas()
        tables: list[Tables | None] = []
        surveying = self._tools.surveying if self._experiment.is_surveyed else not_surveying
        with surveying(self._stack.audit_url) as survey:
            running = self._tools.start_load(plan, folder, self._tools.load_cores)
            faults = FaultWatch(segment.faults, self._looking_at)
            with _stopped_on_error(running), faults:
                self._wait_until(running, plan.warmup_s, plan)
                tables.append(survey())
                with UsageSampler(self._stack.usage) as usage:
                    self._steps(segment.steps, running, plan, faults)
                    tables.append(survey())
                    report = running.wait()
                faults.see_off(self._marks, self._tools.pause)
        self._unreal += faults.unreal(self._marks, self._actuator.fired)
        self._reports[segment.load.name] = report
        samples, moments = read_samples(folder, report.samples), tuple(usage.moments)
        began_s, surveyed = running.monotonic_s, tuple(filter(None, tables))
        self._loads.append(Loaded(segment.load.name, plan, began_s, samples, moments, surveyed))

    def _looking_at(self, fault: Fault) -> AbstractContextManager[See]:
        tools = self._tools
        return looking_at(fault, self._stack, tools.ask_outside, tools.client_timeout_s)

    def _steps(
        self, steps: tuple[Step, ...], running: RunningLoad, plan: LoadPlan, faults: FaultWatch
    ) -> None:
        due_s = plan.warmup_s
        for step in steps:
            if isinstance(step, Wait | Guard):
                due_s += step.seconds
                if isinstance(step, Guard):
                    self._guard(step, running, due_s)
                self._wait_until(running, due_s, plan)
            else:
                faults.before(step)
                self._do(step)

    def _guard(self, step: Guard, running: RunningLoad, until_s: float) -> None:
        if burnt(running, until_s, self._tools.pause, self._say):
            self._do(RollBack(step.feature, ARTEFACT))

    def _watch_idle(self, step: Idle) -> None:
        self._say(f"idle for {step.seconds:g} s")
        with UsageSampler(self._stack.usage) as usage:
            self._tools.pause(step.seconds)
        self._idle = tuple(usage.moments)

    def _do(self, step: Step) -> None:
        self._say(describe(step))
        began = time.monotonic()
        effort = self._actuator.do(step)
        times = began, time.monotonic(), effort.building_s, effort.deploys
        self._marks.append(Mark(kind_of(step), about(step), *times))

    def _plan(self, segment: Segment, load: Load) -> LoadPlan:
        """Orders that wait until a fault is over are watched for as much longer."""
        waiting_s = segment.seconds if segment.faults else 0.0
        dice = Random(f"{self._seed} {self._experiment.name} {load.name}")
        return LoadPlan(
            target=self._stack.gateway_url,
            seed=dice.randrange(2**31),
            rate=self._tools.sizes.rate(load.mix.name, load.times),
            seconds=segment.seconds,
            mix=load.mix,
            warmup_s=self._tools.warmup_s,
            timeout_s=self._tools.client_timeout_s,
            settle_patience_s=SETTLE_PATIENCE_S + waiting_s,
            history=True,
            settle_as_seen=bool(self._experiment.skewed),
            clients=load.clients,
        )

    def _wanted(self, times: float) -> int:
        return self._tools.sizes.count(self._experiment.name, self._arm, times)

    def _wait_until(self, load: RunningLoad, at_s: float, plan: LoadPlan) -> None:
        while (left_s := at_s - (elapsed_s := load.elapsed_s())) > 0:
            warm = elapsed_s >= plan.warmup_s
            self._say(f"load {elapsed_s / plan.total_s:4.0%}" if warm else "warming up")
            self._tools.pause(min(left_s, GLANCE_S))


@contextlib.contextmanager
def _stopped_on_error(load: RunningLoad) -> Iterator[None]:
    try:
        yield
    except BaseException:  # Ctrl-C included: what was measured is kept
        load.stop()
        raise
