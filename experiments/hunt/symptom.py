"""What a customer noticed: all that whoever looks for a bug is told."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self


class Kind(StrEnum):
    """How an operation came out."""

    FAILED = "failed"
    WRONG = "wrong"
    SLOW = "slow"


@dataclass(frozen=True)
class Symptom:
    """`operation` is one of the contract's. `told` is a sentence for a person; nobody parses it.

    `since` is when the customer began to ask, as an ISO time in UTC. `order` is the id of the order
    that it is about, if any, and `reason` why that was refused. `trace` is the id of the trace that
    the request began.
    """

    kind: Kind
    operation: str
    told: str
    since: str
    trace: str
    order: str = ""
    reason: str = ""

    def as_json(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """Raises KeyError, TypeError or ValueError for another document."""
        return cls(**{**document, "kind": Kind(document["kind"])})
