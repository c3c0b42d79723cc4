"""What one visit saw of a ladder: a point for each rung, and what the arm takes when idle."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from experiments.depth.figures import (
    ASKED,
    BACKLOG,
    GOOD,
    IDLE,
    KINDS,
    MEMORY,
    SERVED,
    SESSIONS,
    key_of,
)
from experiments.depth.ladder import Rung
from experiments.measure.metric import Value
from experiments.trials.trial import Trial

WELL_SERVED: Final = 99.0
"""Percent of operations that must be good on a rung, or what is served is no throughput."""

Cores = Mapping[str, float]
"""Kept busy, by kind of process."""


@dataclass(frozen=True)
class Point:
    """`good` is in percent; see figures.py for the others."""

    rung: Rung
    served_per_s: float
    asked_per_s: float
    good: Value
    sessions: Value
    backlog: Value
    memory_mib: Value
    cores: Cores

    @property
    def is_well_served(self) -> bool:
        return self.served_per_s > 0 and (self.good or 0.0) >= WELL_SERVED

    @property
    def waiting(self) -> Value:
        """Sessions at a statement that had no CPU: they waited for a lock, a disk or the core."""
        if self.sessions is None:
            return None
        return max(0.0, self.sessions - self.cores["databases"])


@dataclass(frozen=True)
class Climb:
    """One visit. `disturbed` says why its figures cannot be trusted; `violations` what the checkers
    said."""

    ladder: str
    arm: str
    number: int
    points: tuple[Point, ...]
    idle: Cores
    disturbed: tuple[str, ...]
    violations: tuple[str, ...]

    def curve(self, way: str) -> dict[int, float]:
        """What was served a second, by the rungs' size; a rung that was not served well has no
        place in a law."""
        return {
            one.rung.times: one.served_per_s
            for one in self.points
            if one.rung.way == way and one.is_well_served
        }

    def at(self, rung: Rung) -> Point:
        """Raises LookupError."""
        for point in self.points:
            if point.rung == rung:
                return point
        raise LookupError(rung.name)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "points": [_point_json(each) for each in self.points]}


def climb_of(arm: str, number: int, trial: Trial, rungs: tuple[Rung, ...]) -> Climb:
    """From a trial of a ladder's experiment."""
    return Climb(
        ladder=trial.experiment,
        arm=arm,
        number=number,
        points=tuple(_point(rung, trial.values) for rung in rungs),
        idle=_cores(IDLE, trial.values),
        disturbed=trial.disturbed,
        violations=trial.violations,
    )


def _point(rung: Rung, values: Mapping[str, Value]) -> Point:
    def of(figure: str) -> Value:
        return values[key_of(rung.name, figure)]

    return Point(
        rung=rung,
        served_per_s=of(SERVED) or 0.0,
        asked_per_s=of(ASKED) or 0.0,
        good=of(GOOD),
        sessions=of(SESSIONS),
        backlog=of(BACKLOG),
        memory_mib=of(MEMORY),
        cores=_cores(rung.name, values),
    )


def _cores(load: str, values: Mapping[str, Value]) -> Cores:
    return {kind: values[key_of(load, kind)] or 0.0 for kind in KINDS}


def _point_json(point: Point) -> dict[str, Any]:
    return {
        **asdict(point),
        "rung": point.rung.name,
        "replicas": point.rung.replicas,
        "waiting": point.waiting,
    }
