"""How large the loads are: rates by mix, and the replicas that an arm needs for more of them."""

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from experiments.budget import load_budget
from experiments.method.experiment import Experiment
from experiments.method.steps import Load

STORED = Path(__file__).with_name("sizes.toml")
Needed = Mapping[str, Mapping[str, Mapping[str, int]]]
"""Replicas of each part that an experiment scales: by experiment, arm and times the load. 0 where
not even the most that a part may have held it."""

Unconfirmed = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Times the load, by experiment and arm."""


def most_replicas() -> int:
    """The ceiling of both arms today: as many as a part may have."""
    return load_budget().replica.most


@dataclass(frozen=True)
class Sizes:
    """`rates` are operations a second of each mix at one time the load. `by` says who found
    `replicas`: a "pilot" before this run, or one whose findings are "stored". `wrong` is what the
    checkers found in the pilot. `most` replicas of a part were allowed. `unconfirmed` are the loads
    that a pilot had time for one look at only."""

    rates: Mapping[str, float]
    replicas: Needed = field(default_factory=dict)
    by: str = "stored"
    wrong: tuple[str, ...] = ()
    most: int = field(default_factory=most_replicas)
    unconfirmed: Unconfirmed = field(default_factory=dict)

    def rate(self, mix: str, times: float) -> float:
        """Operations a second. Raises KeyError for a mix without one."""
        return self.rates[mix] * times

    def count(self, experiment: str, arm: str, times: float) -> int:
        """Replicas to run with. Raises KeyError for what nobody has sized."""
        return self.replicas[experiment][arm][f"{times:g}"] or self.most

    def unheld(self, experiment: Experiment, arm: str) -> tuple[str, ...]:
        """The loads of the experiment that no number of replicas was found to hold."""
        found = self.replicas.get(experiment.name, {}).get(arm, {})
        loads = (step for step in experiment.method if isinstance(step, Load))
        return tuple(load.name for load in loads if found.get(f"{load.times:g}") == 0)

    def with_rate(self, mix: str, rate: float) -> "Sizes":
        return dataclasses.replace(self, rates={**self.rates, mix: rate})

    def as_json(self) -> dict[str, Any]:
        return {
            "rates": dict(self.rates),
            "replicas": self.replicas,
            "by": self.by,
            "wrong": list(self.wrong),
            "most": self.most,
            "unconfirmed": self.unconfirmed,
        }


def stored_sizes(path: Path = STORED) -> Sizes:
    """Those that a pilot once found on two cores; KeyError where the file lacks one."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Sizes(table["rates"], table["replicas"])
