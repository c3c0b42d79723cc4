"""One look: a load on an arm that has been given so many replicas, as an experiment of its own."""

from dataclasses import dataclass, fields
from typing import Any

from experiments.measure.metric import DIFFERENCE, Metric, Value
from experiments.measure.observation import Observation
from experiments.measure.service import served
from experiments.method.experiment import Experiment
from experiments.method.steps import wait
from experiments.pilot.need import Need
from experiments.slo import Served
from experiments.trials.trial import Trial


def look_for(need: Need, replicas: int, nth: int, seconds: float, again: bool) -> Experiment:
    """The `nth` look at so many replicas. Scaling is done beforehand, so that performing it changes
    nothing back in between. The name decides the arrivals: the same look meets the same on both
    arms, and another look meets others."""
    name = f"{need.experiment}-{need.load.name}-{replicas}-look-{nth}"
    return Experiment(
        name=f"{name}-again" if again else name,
        question=f"Do {replicas} replicas hold {need.load.name} of {need.experiment}?",
        method=(*need.setting, need.load, wait(seconds)),
        metrics=tuple(_metric(field.name) for field in fields(Served)),
        slo=need.slo,
    )


def _metric(key: str) -> Metric:
    def measured(seen: Observation) -> Value:
        value: Value = getattr(served(seen.load()), key)
        return value

    return Metric(key, key, "", 1, measured, DIFFERENCE)


@dataclass(frozen=True)
class Look:
    """What came of one. `missed` says what of the service level; empty if it was held."""

    need: Need
    arm: str
    replicas: int
    seconds: float
    trial: Trial

    @property
    def missed(self) -> tuple[str, ...]:
        return self.need.slo.missed(Served(**self.trial.values))

    @property
    def disturbed(self) -> tuple[str, ...]:
        return self.trial.disturbed

    def as_json(self) -> dict[str, Any]:
        return {
            "arm": self.arm,
            "experiment": self.need.experiment,
            "load": self.need.load.name,
            "replicas": self.replicas,
            "seconds": self.seconds,
            "missed": list(self.missed),
            "served": dict(self.trial.values),
            "disturbed": list(self.disturbed),
            "violations": list(self.trial.violations),
        }

    def __str__(self) -> str:
        text = f"{self.replicas} for {self.need.load.name} of {self.need.experiment}"
        return f"{text}: {', '.join(self.missed) or 'held'}"
