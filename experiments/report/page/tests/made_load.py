"""Loads that nobody ran: arrivals, answers and usage made up second by second."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from experiments.compare.plan import Plan
from experiments.measure.observation import Loaded, Mark, Moment, Observation
from experiments.method.experiment import Experiment
from experiments.method.steps import Ask, Deploy, Inject, RollBack, Segment, Step, Wait
from experiments.stacks.protocol import GroupUsage, Usage
from experiments.topology import FEATURES, topology_named
from experiments.workload.operations import PLACE_ORDER
from experiments.workload.plan import LoadPlan
from experiments.workload.report import GeneratorReport
from experiments.workload.samples import Sample, SampleWriter, read_samples
from experiments.workload.scoring import Outcome

BEGAN_S = 5000.0
MIB = 2**20


@dataclass(frozen=True)
class Trouble:
    """While it lasts (monotonic), of all operations `share` fail."""

    from_s: float
    to_s: float
    share: float


def observe(
    plan: Plan, experiment: Experiment, arm: str, folder: Path, dice: Random
) -> Observation:
    """Writes the loads' files and reads the samples back, as the lab does."""
    loads: list[Loaded] = []
    marks: list[Mark] = []
    facts: dict[str, bool] = {}
    replicas = {part.name: part.replicas for part in topology_named(arm).parts}
    served: dict[str, dict[str, int]] = {}
    now_s = BEGAN_S
    for segment in experiment.segments:
        if segment.load is None:
            taken, now_s = _steps(segment, now_s, 0.0, arm, facts)
            marks += taken
            continue
        made = _plan(plan, experiment, segment, dice)
        began_s, now_s = now_s, now_s + made.total_s + 1
        taken, _ = _steps(segment, began_s, made.warmup_s, arm, facts)
        marks += taken
        served[segment.load.name] = dict(replicas)
        trouble = tuple(_trouble(taken, arm))
        place = folder / segment.load.name
        loads.append(_load(place, segment.load.name, made, arm, began_s, trouble, dice))
    start_s = (3.0 if arm == "monolith" else 9.0) * dice.uniform(0.95, 1.05)
    return Observation(start_s, tuple(loads), tuple(marks), facts, served)


def _plan(plan: Plan, experiment: Experiment, segment: Segment, dice: Random) -> LoadPlan:
    assert segment.load is not None
    rate = plan.settings.sizes.rate(segment.load.mix.name, segment.load.times)
    return LoadPlan(
        "http://127.0.0.1:20100",
        dice.randrange(2**31),
        rate,
        segment.seconds,
        segment.load.mix,
        plan.settings.warmup_s,
    )


def _steps(
    segment: Segment, began_s: float, warmup_s: float, arm: str, facts: dict[str, bool]
) -> tuple[list[Mark], float]:
    marks: list[Mark] = []
    due_s = began_s + warmup_s
    for step in segment.steps:
        if isinstance(step, Wait):
            due_s += step.seconds
            continue
        if isinstance(step, Ask):
            facts[step.name] = arm != "monolith" or step.name != "artefact"
        took_s = _took_s(step, arm)
        at_s = max(due_s, marks[-1].done_s if marks else due_s)
        marks.append(Mark(type(step).__name__.lower(), _about(step), at_s, at_s + took_s))
        if not warmup_s:
            due_s = at_s + took_s
    return marks, due_s


def _took_s(step: Step, arm: str) -> float:
    slow = isinstance(step, Deploy) or (isinstance(step, RollBack) and step.way == "artefact")
    return (5.5 if arm == "monolith" else 2.1) if slow else 0.02


def _about(step: Step) -> str:
    match step:
        case Inject(fault):
            return f"{fault.name} {fault.feature}"
        case Deploy(release):
            return release.name
        case RollBack(_, way):
            return way
        case Ask(name, _):
            return name
    return str(getattr(step, "feature", ""))


def _trouble(marks: list[Mark], arm: str) -> Iterator[Trouble]:
    """From each fault or bad release until what ends it is done."""
    since_s: float | None = None
    for mark in marks:
        if mark.kind in ("inject", "deploy", "flagon"):
            since_s = mark.done_s
        elif mark.kind in ("clear", "rollback") and since_s is not None:
            late_s = 3.0 if arm == "monolith" and mark.kind == "clear" else 0.4
            yield Trouble(since_s, mark.done_s + late_s, 0.8 if arm == "monolith" else 0.2)
            since_s = None


def _load(
    folder: Path,
    name: str,
    plan: LoadPlan,
    arm: str,
    began_s: float,
    trouble: tuple[Trouble, ...],
    dice: Random,
) -> Loaded:
    folder.mkdir(parents=True)
    plan.write(folder / "load.json")
    writer = SampleWriter(folder)
    for sample in _samples(plan, arm, began_s, trouble, dice):
        writer.write(sample)
    writer.close()
    _report(plan, writer.written).write(folder)
    usage = tuple(_usage(plan, arm, began_s, dice))
    return Loaded(name, plan, began_s, read_samples(folder, writer.written), usage)


def _samples(
    plan: LoadPlan, arm: str, began_s: float, trouble: tuple[Trouble, ...], dice: Random
) -> Iterator[Sample]:
    names, weights = zip(*plan.mix.shares.items(), strict=True)
    visit_factor = dice.lognormvariate(0, 0.03)
    at_s, index = 0.0, 0
    while (at_s := at_s + dice.expovariate(plan.rate)) < plan.total_s:
        operation = dice.choices(names, weights)[0]
        inside = [one for one in trouble if one.from_s <= began_s + at_s < one.to_s]
        broken = bool(inside) and dice.random() < inside[0].share
        middle_ms = (4.0 if arm == "monolith" else 7.5) * visit_factor
        accept_ms = middle_ms * dice.lognormvariate(0, 0.5) * (8 if inside else 1)
        yield _sample(index, operation, at_s, min(accept_ms, 2000), broken, arm)
        index += 1


def _sample(
    index: int, operation: str, at_s: float, accept_ms: float, broken: bool, arm: str
) -> Sample:
    is_order = operation == PLACE_ORDER
    settle = accept_ms * (1.1 if arm == "monolith" else 5.0) if is_order and not broken else None
    return Sample(
        index=index,
        operation=operation,
        intended_s=at_s,
        started_s=at_s,
        lag_ms=0.1,
        accept_ms=accept_ms,
        settle_ms=settle,
        outcome=Outcome.FAILED if broken else Outcome.GOOD,
        http_status=500 if broken else 201 if is_order else 200,
        order_id=f"o-{index}" if is_order and not broken else "",
        order_status="CONFIRMED" if is_order and not broken else "",
        order_reason="",
        bytes=100,
        error="<script>alert(1)</script>" if broken else "",
    )


def _usage(plan: LoadPlan, arm: str, began_s: float, dice: Random) -> Iterator[Moment]:
    groups = _groups(arm)
    cost_ms = (6.0 if arm == "monolith" else 11.0) * dice.lognormvariate(0, 0.03)
    for second in range(math.ceil(plan.seconds) + 1):
        cpu_s = 20 + cost_ms * plan.rate * second / 1000
        each = {
            name: GroupUsage(cpu_s * share, int(mib * MIB * dice.uniform(0.99, 1.01)))
            for name, (share, mib) in groups.items()
        }
        total = sum(group.memory_bytes for group in each.values())
        yield Moment(began_s + plan.warmup_s + second, Usage(cpu_s, total, "pss", each))


def _groups(arm: str) -> dict[str, tuple[float, float]]:
    """Share of the CPU, and MiB, by group."""
    if arm == "monolith":
        return {"monolith": (0.7, 380), "monolith.database": (0.2, 90), "gateway": (0.1, 40)}
    groups = {"broker": (0.15, 330.0), "gateway": (0.1, 42.0)}
    for feature in FEATURES:
        groups[feature] = (0.1, 70)
        groups[f"{feature}.database"] = (0.025, 40)
    return groups


def _report(plan: LoadPlan, samples: int) -> GeneratorReport:
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
        objections=(),
    )
