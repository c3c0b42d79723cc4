"""What a pilot has to find: for each load that an experiment scales for, the replicas it needs."""

import math
from dataclasses import dataclass

from experiments.measure.shares import dependents_of
from experiments.method.experiment import Experiment
from experiments.method.steps import Limit, Load, Outside, Scale, Step, Work
from experiments.slo import Slo
from experiments.topology import RECOMMENDATIONS


@dataclass(frozen=True)
class Need:
    """So many replicas of each part that hosts one of `features` that `load` is held at `slo`, once
    the steps in `setting` have been taken."""

    experiment: str
    load: Load
    features: tuple[str, ...]
    setting: tuple[Step, ...]
    slo: Slo

    @property
    def latency_ms(self) -> float:
        """What the outside takes."""
        told = [step.behaviour for step in self.setting if isinstance(step, Outside)]
        return told[-1].get("latency_ms", 0.0) if told else 0.0

    def bound(self, rate: float, slots: int) -> int:
        """Little's law: fewer replicas, of so many worker slots each, would fall behind for ever.
        `rate` is operations a second. Counted are recommendations, which hold a slot of their part
        on every arm while they wait; what else may hold one would only raise it."""
        if RECOMMENDATIONS not in self.features:
            return 1
        waiting = dependents_of(RECOMMENDATIONS)
        share = sum(part for name, part in self.load.mix.shares.items() if name in waiting)
        held = rate * share * self.latency_ms / 1000
        return max(1, math.ceil(held / slots))


def needs_of(experiment: Experiment) -> tuple[Need, ...]:
    """One for each load that was scaled for, the smallest first; none where the experiment has no
    level to hold, and takes the sizes as stored."""
    if experiment.slo is None:
        return ()
    found: list[Need] = []
    features: list[str] = []
    setting: list[Step] = []
    for step in experiment.method:
        match step:
            case Outside() | Work() | Limit():
                setting.append(step)
            case Scale(feature, _):
                features.append(feature)
            case Load() if features:
                of, under = tuple(features), tuple(setting)
                found.append(Need(experiment.name, step, of, under, experiment.slo))
                features = []
    return tuple(sorted(found, key=lambda need: need.load.times))
