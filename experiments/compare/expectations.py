"""What is expected of the claims before a run, shown beside its verdicts and never part of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from experiments.compare.reference import Reference


@dataclass(frozen=True)
class Expectations:
    """What was predicted, by claim, and the reference run."""

    predictions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    reference: Reference | None = None

    def referred(self, claim: str) -> dict[str, Any] | None:
        """What the reference run says of the claim."""
        if self.reference is None or claim not in self.reference.rulings:
            return None
        return {
            "ruling": self.reference.rulings[claim],
            "estimate": self.reference.estimates[claim],
        }


NO_EXPECTATIONS = Expectations()
