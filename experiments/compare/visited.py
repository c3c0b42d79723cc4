"""What came of a visit, as data: one trial of each experiment."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from experiments.compare.sentinels import Sentinel
from experiments.measure.metric import Value

Values = Mapping[str, Value]


@dataclass(frozen=True)
class Trial:
    """One experiment in one visit. `values` are by the metrics' keys; `violations` are sentences,
    and none of them is ever discarded."""

    experiment: str
    values: Values
    sentinels: tuple[Sentinel, ...]
    violations: tuple[str, ...]

    @property
    def disturbed(self) -> tuple[str, ...]:
        """Why its figures cannot be trusted; empty if they can."""
        return tuple(f"{one.name}: {one.text}" for one in self.sentinels if one.tripped)

    @staticmethod
    def from_json(told: Mapping[str, Any]) -> "Trial":
        return Trial(
            told["experiment"],
            told["values"],
            tuple(Sentinel(**sentinel) for sentinel in told["sentinels"]),
            tuple(told["violations"]),
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "experiment": self.experiment,
            "values": dict(self.values),
            "sentinels": [sentinel.as_json() for sentinel in self.sentinels],
            "violations": list(self.violations),
        }


@dataclass(frozen=True)
class Visit:
    """`label` names the side that was visited. `trials` are in the order they were made."""

    number: int
    block: int
    label: str
    trials: tuple[Trial, ...]

    @property
    def disturbed(self) -> tuple[str, ...]:
        """Why its figures cannot be trusted; empty if they can."""
        return tuple(
            f"{trial.experiment}: {text}" for trial in self.trials for text in trial.disturbed
        )

    @property
    def calm(self) -> "Visit":
        """The same without the trials that were disturbed."""
        return replace(self, trials=tuple(one for one in self.trials if not one.disturbed))

    @property
    def violations(self) -> tuple[str, ...]:
        return tuple(
            f"{trial.experiment}: {text}" for trial in self.trials for text in trial.violations
        )

    def value(self, experiment: str, key: str) -> Value:
        """None where it was not measured, too."""
        for trial in self.trials:
            if trial.experiment == experiment:
                return trial.values.get(key)
        return None

    @staticmethod
    def from_json(told: Mapping[str, Any]) -> "Visit":
        """What `as_json` gave. KeyError or TypeError for anything else."""
        trials = tuple(Trial.from_json(trial) for trial in told["trials"])
        return Visit(told["number"], told["block"], told["label"], trials)

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "block": self.block,
            "label": self.label,
            "trials": [trial.as_json() for trial in self.trials],
            "disturbed": list(self.disturbed),
            "violations": list(self.violations),
        }
