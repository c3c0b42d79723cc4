"""How large the loads are: rates by mix, and the replicas that each bottleneck needs."""

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Scarce = Literal["slots", "cpu"]
"""What a replica runs out of first: worker slots, or the CPU of its quota."""

STORED = Path(__file__).with_name("sizes.toml")


@dataclass(frozen=True)
class Sizes:
    """`rates` are operations a second of each mix at one time the load. `slots` and `cpu` are the
    replicas of the part that hosts the hot feature, by times the load, where that is scarce."""

    rates: Mapping[str, float]
    slots: Mapping[str, int]
    cpu: Mapping[str, int]

    def rate(self, mix: str, times: float) -> float:
        """Operations a second. Raises KeyError for a mix without one."""
        return self.rates[mix] * times

    def replicas(self, times: float, scarce: Scarce = "slots") -> int:
        """Raises KeyError for a multiple nobody has sized."""
        by_times = self.slots if scarce == "slots" else self.cpu
        return by_times[f"{times:g}"]

    def with_rate(self, mix: str, rate: float) -> "Sizes":
        return dataclasses.replace(self, rates={**self.rates, mix: rate})

    def as_json(self) -> dict[str, Any]:
        return {"rates": dict(self.rates), "slots": dict(self.slots), "cpu": dict(self.cpu)}


def stored_sizes(path: Path = STORED) -> Sizes:
    """Those that a pilot once found on two cores; KeyError where the file lacks one."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Sizes(table["rates"], table["slots"], table["cpu"])
