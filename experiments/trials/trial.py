"""What came of a trial, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from experiments.measure.metric import Value
from experiments.trials.sentinels import Sentinel

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

    def as_json(self) -> dict[str, Any]:
        return {
            "experiment": self.experiment,
            "values": dict(self.values),
            "sentinels": [sentinel.as_json() for sentinel in self.sentinels],
            "violations": list(self.violations),
        }
