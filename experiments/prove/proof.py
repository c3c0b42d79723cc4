"""One thing that must hold if the lab is to be believed, and whether it did. Pure."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from experiments.analysis.signed_rank import FEWEST
from experiments.compare.result import Result


class Outcome(StrEnum):
    HOLDS = "holds"
    FAILS = "FAILS"
    OPEN = "not proved"


@dataclass(frozen=True)
class Proof:
    """`seen` says in a line what was measured."""

    name: str
    outcome: Outcome
    seen: str

    @property
    def holds(self) -> bool:
        return self.outcome is Outcome.HOLDS

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def held(name: str, holds: bool, seen: str) -> Proof:
    return Proof(name, Outcome.HOLDS if holds else Outcome.FAILS, seen)


def spoiled(name: str, result: Result) -> Proof | None:
    """What stands before all figures of a comparison: it fails where the arms break their contract
    or an invariant, and is open where too few blocks were left undisturbed. None: look at them."""
    wrong = (*(result.agreement.problems if result.agreement else ()), *result.violations)
    if wrong:
        return Proof(name, Outcome.FAILS, "; ".join(wrong))
    planned, calm = result.plan.settings.blocks, 0 if result.noisy else len(result.scored)
    if planned < FEWEST:
        return Proof(name, Outcome.OPEN, f"{planned} blocks, {FEWEST} are needed")
    if calm < FEWEST:
        return Proof(name, Outcome.OPEN, f"disturbed: {planned - calm} of {planned} blocks")
    return None
