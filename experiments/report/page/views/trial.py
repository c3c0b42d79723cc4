"""One experiment in one visit, as the page needs it."""

from collections.abc import Mapping
from dataclasses import dataclass

from experiments.measure.observation import Loaded, Mark, Observation
from experiments.report.page.views.course import Curve, curves, steps_under
from experiments.report.page.views.operations import OperationView, operations
from experiments.report.page.views.used import Used, used


@dataclass(frozen=True)
class Step:
    """What was done; the times count from the start of the load's scored window."""

    kind: str
    about: str
    began_s: float
    done_s: float


@dataclass(frozen=True)
class LoadView:
    """A load: what was offered, what was done under it, what it looked like, what it took.
    `shares` are the operations of its mix; `replicas` how many of each part served it; `clients`
    how many a closed loop has."""

    name: str
    mix: str
    shares: Mapping[str, float]
    rate: float
    seconds: float
    warmup_s: float
    timeout_s: float
    replicas: Mapping[str, int]
    steps: tuple[Step, ...]
    curves: tuple[Curve, ...]
    operations: tuple[OperationView, ...]
    used: Used
    clients: int = 0


@dataclass(frozen=True)
class Trial:
    """`before` are the steps taken while there was no load, by the name of the load they led to,
    "" after the last."""

    before: Mapping[str, tuple[Step, ...]]
    loads: tuple[LoadView, ...]


def trial_of(seen: Observation) -> Trial:
    loads = tuple(_load(seen, load) for load in seen.loads)
    taken = {mark for load in seen.loads for mark in steps_under(seen, load)}
    before: dict[str, list[Step]] = {}
    for mark in seen.marks:
        if mark not in taken:
            later = [load.name for load in seen.loads if load.began_s > mark.began_s]
            before.setdefault(later[0] if later else "", []).append(_step(mark, mark.began_s))
    return Trial({name: tuple(steps) for name, steps in before.items()}, loads)


def _load(seen: Observation, load: Loaded) -> LoadView:
    marks = steps_under(seen, load)
    replicas = seen.replicas.get(load.name, {})
    return LoadView(
        name=load.name,
        mix=load.plan.mix.name,
        shares=load.plan.mix.shares,
        rate=load.asked_per_s,
        seconds=load.plan.seconds,
        warmup_s=load.plan.warmup_s,
        timeout_s=load.plan.timeout_s,
        replicas=replicas,
        steps=tuple(_step(mark, load.window_s[0]) for mark in marks),
        curves=curves(seen, load),
        operations=operations(load),
        used=used(load, replicas),
        clients=load.plan.clients,
    )


def _step(mark: Mark, zero_s: float) -> Step:
    return Step(mark.kind, mark.about, mark.began_s - zero_s, mark.done_s - zero_s)
