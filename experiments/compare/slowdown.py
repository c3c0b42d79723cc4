"""A slowdown that is known, because it was planted: what does not find it is not to be believed.

A `--full` run plants one after its blocks, `make prove` one in each arm. Pure.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from experiments.analysis.gates import missed_slowdown
from experiments.analysis.question import Pair, Question
from experiments.analysis.verdict import judge

PLANTED = 1.25
TOLERANCE = (1.15, 1.35)
NOT_YET = "the planted slowdown was not looked for yet"
NOT_PLANTED = "no slowdown could be planted: no visit measured the CPU per operation"


@dataclass(frozen=True)
class Slowdown:
    """CPU per operation of `arm` with work planted, as a multiple of the same without. `missed`
    says why it does not count as found; `violations` are those of its visits."""

    arm: str
    blocks: int
    estimate: float | None
    low: float | None
    high: float | None
    missed: str | None
    violations: tuple[str, ...] = ()

    @property
    def was_planted(self) -> bool:
        return self.missed != NOT_PLANTED

    @property
    def distrust(self) -> str | None:
        """Why no verdict of the run counts; None if the slowdown was found."""
        return self.missed and f"MISSED: believe nothing of this run: {self.missed}"

    @property
    def measured(self) -> str:
        """The estimate and its interval; empty without one."""
        if self.estimate is None or self.low is None or self.high is None:
            return ""
        return f"{self.estimate:.3f}x ({self.low:.3f} to {self.high:.3f})"

    @property
    def in_words(self) -> str:
        """What was planted and what came of it, in a line."""
        if not self.was_planted:
            return f"MISSED: {NOT_PLANTED}."
        what = f"Planted in the {self.arm}: {PLANTED - 1:.0%} more CPU per operation"
        blocks = f"{self.blocks} blocks of the arm against itself"
        return f"{what}; {'MISSED' if self.missed else 'found'}: {self.measured or '-'}, {blocks}."

    def as_json(self) -> dict[str, Any]:
        limits = {"planted": PLANTED, "tolerance": list(TOLERANCE)}
        return limits | asdict(self) | {"violations": list(self.violations)}


def seek(
    arm: str, question: Question, pairs: Sequence[Pair], violations: Sequence[str] = ()
) -> Slowdown:
    """`pairs` are those of undisturbed blocks only, the second visit of each the dearer one."""
    found = judge(question, pairs)
    missed = missed_slowdown(question, pairs, PLANTED, TOLERANCE)
    span = found.estimate, found.low, found.high
    return Slowdown(arm, found.blocks, *span, missed, tuple(violations))


def not_planted(arm: str) -> Slowdown:
    """What comes of a run that cannot plant one: it is missed."""
    return Slowdown(arm, 0, None, None, None, NOT_PLANTED)
