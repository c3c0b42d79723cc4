"""An experiment that nobody performed: its loads, its steps, and the trouble they make."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from experiments.compare.plan import Plan
from experiments.measure.observation import Loaded, Mark, Observation, Tables
from experiments.method.experiment import Experiment
from experiments.method.steps import Ask, Deploy, Guard, Inject, RollBack, Segment, Step, Wait
from experiments.report.page.tests.made_load import Trouble, make_load
from experiments.topology import topology_named
from experiments.workload.plan import LoadPlan

BEGAN_S = 5000.0


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
        load = make_load(place, segment.load.name, made, arm, began_s, trouble, dice)
        loads.append(replace(load, tables=_tables(arm) if experiment.slo else ()))
    start_s = (3.0 if arm == "monolith" else 9.0) * dice.uniform(0.95, 1.05)
    return Observation(start_s, tuple(loads), tuple(marks), facts, served)


def _tables(arm: str) -> tuple[Tables, ...]:
    connections = 24 if arm == "monolith" else 61
    return Tables(0, connections - 4), Tables(2, connections)


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
        if isinstance(step, Wait | Guard):
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
    slow = isinstance(step, Deploy) or (isinstance(step, RollBack) and step.way != "feature flag")
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
