"""What one load is to be: everything that decides it, as plain data."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from experiments.workload.mixes import MIXED, Mix, mix_from

SETTLE_PATIENCE_S: Final = 10.0


@dataclass(frozen=True)
class LoadPlan:
    """A load of `warmup_s` unscored and then `seconds` scored seconds at `rate` operations/s.

    `timeout_s` is when a client gives up, and what "good" allows for; `settle_patience_s` is how
    long after its intended start a placed order is watched, so that its end is known.
    `history` asks for all that clients were shown, for the rules about order in time.
    `settle_as_seen` is for a shop whose clocks are wrong: an order is settled then when its client
    sees that it is, which is later than it was by up to the pause between two looks.
    `clients` makes a closed loop of the load: so many, each of whom asks for the next thing as soon
    as the last one is over, and for no more than `rate` things a second, all together. It tells
    how much is served, and nothing of how long that takes.
    """

    target: str
    seed: int
    rate: float
    seconds: float
    mix: Mix = MIXED
    warmup_s: float = 0.0
    timeout_s: float = 2.0  # as the budget has it; the lab passes that
    settle_patience_s: float = SETTLE_PATIENCE_S
    history: bool = False
    settle_as_seen: bool = False
    clients: int = 0

    def __post_init__(self) -> None:
        if not self.target.startswith(("http://", "https://")):
            raise ValueError(f"target must be a http URL, not {self.target!r}")
        if self.rate <= 0 or self.seconds <= 0 or self.warmup_s < 0:
            raise ValueError("rate and seconds must be above 0, warmup_s at least 0")
        if self.clients < 0:
            raise ValueError("clients must be at least 0")
        if not 0 < self.timeout_s <= self.settle_patience_s:
            raise ValueError("settle_patience_s must be at least timeout_s, and that above 0")

    @property
    def total_s(self) -> float:
        return self.warmup_s + self.seconds

    @property
    def longest_s(self) -> float:
        """When the last operation is over at the latest, in seconds since the load began."""
        return self.total_s + self.timeout_s + self.settle_patience_s

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"mix": self.mix.as_json()}

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(self.as_json(), indent=2) + "\n")


def plan_from(body: Mapping[str, Any]) -> LoadPlan:
    """Raises ValueError for values that make no load, TypeError for an unknown setting."""
    return LoadPlan(**{**body, "mix": mix_from(body.get("mix", MIXED.name))})


def read_plan(path: Path) -> LoadPlan:
    return plan_from(json.loads(path.read_text()))
