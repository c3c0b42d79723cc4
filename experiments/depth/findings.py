"""What the climbs of one arm on one ladder come to: the law, steps that lost, up against out. Pure.

Only visits that nothing disturbed count.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from experiments.analysis.scalability import Law, fit_law
from experiments.depth.climb import Climb, Cores
from experiments.depth.figures import KINDS
from experiments.depth.forecast import Forecast, demands, forecast
from experiments.depth.ladder import OUT, Depth, Ladder, Rung
from experiments.depth.steps_out import Step, steps_out
from experiments.depth.up_out import UpOut, up_out
from experiments.measure.metric import Value


@dataclass(frozen=True)
class RungSeen:
    """The medians of a rung's visits, and what queues foretold. `served` are those visits'."""

    rung: Rung
    served: tuple[float, ...]
    good: Value
    waiting: Value
    backlog: Value
    memory_mib: Value
    cores: Cores
    foretold: Forecast | None

    @property
    def served_per_s(self) -> float:
        return median(self.served)


@dataclass(frozen=True)
class Finding:
    """`law` is None where there were too few points. `queues` is the law that fits what queues
    foretold: what of `law` needs no other cause."""

    ladder: Ladder
    arm: str
    visits: int
    law: Law | None
    queues: Law | None
    rungs: tuple[RungSeen, ...]
    steps: tuple[Step, ...]
    up_out: tuple[UpOut, ...]

    @property
    def climbed(self) -> tuple[RungSeen, ...]:
        """Out, from below."""
        return tuple(each for each in self.rungs if each.rung.way == OUT)

    @property
    def lost_steps(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.is_lost)

    def memory_mib(self, way: str, times: int) -> Value:
        """Of the whole arm on that rung."""
        rung = Rung(way, times)
        return next((each.memory_mib for each in self.rungs if each.rung == rung), None)


def finding(study: Depth, ladder: Ladder, arm: str, climbs: Sequence[Climb], cores: int) -> Finding:
    """Of the arm's climbs on this ladder, which may be none; `cores` are the arm's."""
    calm = [one for one in climbs if not one.disturbed]
    rungs = _rungs(study, calm, cores) if calm else ()
    out = [each for each in rungs if each.rung.way == OUT]
    return Finding(
        ladder=ladder,
        arm=arm,
        visits=len(calm),
        law=fit_law([one.curve(OUT) for one in calm]),
        queues=fit_law(
            [{each.rung.times: each.foretold.served_per_s for each in out if each.foretold}]
        ),
        rungs=rungs,
        steps=tuple(steps_out(study.most, calm)),
        up_out=tuple(up_out(times, calm) for times in study.large) if calm else (),
    )


def _rungs(study: Depth, climbs: Sequence[Climb], cores: int) -> tuple[RungSeen, ...]:
    seen = [_seen(rung, climbs) for rung in study.rungs]
    idle = {kind: median(one.idle[kind] for one in climbs) for kind in KINDS}
    asked = median(one.at(study.rungs[0]).asked_per_s for one in climbs)
    taken = demands(seen[0].cores, idle, asked)
    if taken is None:
        return tuple(seen)

    def foretold(rung: Rung) -> Forecast:
        return forecast(taken, rung, study.quota, study.clients * rung.times, cores)

    return tuple(replace(each, foretold=foretold(each.rung)) for each in seen)


def _seen(rung: Rung, climbs: Sequence[Climb]) -> RungSeen:
    points = [one.at(rung) for one in climbs]
    return RungSeen(
        rung=rung,
        served=tuple(point.served_per_s for point in points),
        good=_middle([point.good for point in points]),
        waiting=_middle([point.waiting for point in points]),
        backlog=_middle([point.backlog for point in points]),
        memory_mib=_middle([point.memory_mib for point in points]),
        cores={kind: median(point.cores[kind] for point in points) for kind in KINDS},
        foretold=None,
    )


def _middle(values: Sequence[Value]) -> Value:
    known = [value for value in values if value is not None]
    return median(known) if known else None
