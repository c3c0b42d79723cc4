"""What is measured on each rung, by names that `climb.py` reads again."""

from collections.abc import Callable, Iterator, Mapping
from statistics import fmean
from typing import Final

from experiments.measure.cost import MIB
from experiments.measure.kinds import kind_of
from experiments.measure.metric import DIFFERENCE, Metric, Value
from experiments.measure.observation import Loaded, Moment, Observation
from experiments.measure.shares import good_share
from experiments.workload.scoring import Outcome

SCALED: Final = "scaled"
"""The replicas of the part that is scaled; those of the other parts are "others"."""
KINDS: Final = (SCALED, "others", "databases", "broker", "gateway")
IDLE: Final = "idle"
SERVED: Final = "served_per_s"
ASKED: Final = "asked_per_s"
GOOD: Final = "good"
SESSIONS: Final = "sessions"
BACKLOG: Final = "backlog"
MEMORY: Final = "memory_mib"


def key_of(load: str, figure: str) -> str:
    return f"{load} {figure}"


def figures_of(part: str, load: str) -> Iterator[Metric]:
    """Of one load, while `part` was scaled for it."""

    def metric(figure: str, unit: str, digits: int, of: Callable[[Loaded], Value]) -> Metric:
        key = key_of(load, figure)
        return Metric(key, key, unit, digits, lambda seen: of(seen.load(load)), DIFFERENCE)

    yield metric(SERVED, "/s", 1, served_per_s)
    yield metric(ASKED, "/s", 1, lambda one: len(one.scored) / one.plan.seconds)
    yield metric(GOOD, "%", 1, lambda one: good_share(one.scored))
    yield metric(SESSIONS, "", 2, sessions)
    yield metric(BACKLOG, "", 0, backlog)
    yield metric(MEMORY, "MiB", 0, _memory_mib)
    for kind in KINDS:
        yield metric(kind, "cores", 3, _cores_of(part, kind))


def idle_figures(part: str) -> Iterator[Metric]:
    """Cores that are kept busy while nobody asks for anything."""
    for kind in KINDS:
        key = key_of(IDLE, kind)
        yield Metric(key, key, "cores", 3, _idle_of(part, kind), DIFFERENCE)


def served_per_s(load: Loaded) -> float:
    """Good operations that were begun in the window: in a closed loop as many as were ended."""
    good = sum(one.outcome is Outcome.GOOD for one in load.scored)
    return good / load.plan.seconds


def sessions(load: Loaded) -> Value:
    """How many database sessions were at a statement at any moment, in the mean, waits for locks,
    disks and the core included. None without a survey."""
    if len(load.tables) < 2:
        return None
    return (load.tables[-1].active_s - load.tables[0].active_s) / load.plan.seconds


def backlog(load: Loaded) -> Value:
    """By how many the orders grew that were not yet settled and notified."""
    if len(load.tables) < 2:
        return None
    return float(load.tables[-1].unfinished - load.tables[0].unfinished)


def cores_by_kind(part: str, moments: tuple[Moment, ...]) -> Mapping[str, float]:
    """Cores kept busy between the first moment and the last; empty where no time passed."""
    if len(moments) < 2:
        return {}
    first, last = moments[0], moments[-1]
    lasted_s = last.at_s - first.at_s
    if lasted_s <= 0:
        return {}
    found: dict[str, float] = {}
    for name, group in last.usage.groups.items():
        before = first.usage.groups.get(name)
        used_s = group.cpu_seconds - (before.cpu_seconds if before else 0.0)
        kind = _kind_of(name, part)
        found[kind] = found.get(kind, 0.0) + used_s / lasted_s
    return found


def _kind_of(group: str, part: str) -> str:
    if group == part:
        return SCALED
    kind = kind_of(group)
    return kind if kind in KINDS else "others"


def _cores_of(part: str, kind: str) -> Callable[[Loaded], Value]:
    return lambda load: cores_by_kind(part, load.usage).get(kind, 0.0)


def _idle_of(part: str, kind: str) -> Callable[[Observation], Value]:
    return lambda seen: cores_by_kind(part, seen.idle).get(kind, 0.0)


def _memory_mib(load: Loaded) -> Value:
    """Of the whole arm."""
    return fmean(moment.usage.memory_bytes / MIB for moment in load.usage)
