"""What came of a visit, as data."""

from dataclasses import dataclass
from typing import Any

from experiments.compare.figures import Values
from experiments.compare.sentinels import Sentinel


@dataclass(frozen=True)
class Visit:
    """What came of one visit. `violations` are sentences; none of them is ever discarded."""

    number: int
    block: int
    arm: str
    values: Values
    sentinels: tuple[Sentinel, ...]
    violations: tuple[str, ...]

    @property
    def disturbed(self) -> tuple[str, ...]:
        """Why its figures cannot be trusted; empty if they can."""
        return tuple(f"{one.name}: {one.text}" for one in self.sentinels if one.tripped)

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "block": self.block,
            "arm": self.arm,
            "values": dict(self.values),
            "sentinels": [sentinel.as_json() for sentinel in self.sentinels],
            "disturbed": list(self.disturbed),
            "violations": list(self.violations),
        }
