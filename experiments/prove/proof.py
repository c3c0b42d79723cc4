"""One thing that must hold if the lab is to be believed, and whether it did."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Proof:
    """`seen` says in a line what was measured."""

    name: str
    holds: bool
    seen: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
