"""An arm against itself with work planted: it must be found, and measured right. Pure."""

from experiments.compare.planting import sought
from experiments.compare.result import Result
from experiments.compare.slowdown import PLANTED
from experiments.prove.proof import Outcome, Proof, held, spoiled


def name_of(arm: str) -> str:
    return f"{arm}, {PLANTED - 1:.0%} more CPU planted"


def found(arm: str, result: Result) -> Proof:
    """CPU per operation is Supported to be more, and estimated within the tolerance."""
    return spoiled(name_of(arm), result) or _found(arm, result)


def nothing_to_plant(arm: str) -> Proof:
    """Where the arm against itself gave no figure, nobody knows what a quarter would be."""
    return Proof(name_of(arm), Outcome.OPEN, "no figures of the arm against itself")


def _found(arm: str, result: Result) -> Proof:
    slowdown = sought(result)
    seen = f"{slowdown.measured}, {slowdown.blocks} blocks: found"
    return held(name_of(arm), slowdown.missed is None, slowdown.missed or seen)
