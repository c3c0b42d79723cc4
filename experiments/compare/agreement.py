"""Whether both arms keep the contract and answer alike: asked before anything is timed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from experiments.checks.conformance.conformity import Conformity


@dataclass(frozen=True)
class Agreement:
    """Both arms' conformity, and where the other arm's answers differ from the oracle's."""

    arms: Mapping[str, Conformity]
    differences: tuple[str, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """Why there must be no timing; empty if there may."""
        failed = [
            f"{arm}: {failure}" for arm, seen in self.arms.items() for failure in seen.failures
        ]
        return (*failed, *(f"the arms differ: {line}" for line in self.differences))

    @property
    def line(self) -> str:
        """How many sentences hold on each arm, and whether the answers differ."""
        counts = ", ".join(
            f"{arm} {seen.passed} of {seen.passed + len(seen.failures)}"
            for arm, seen in self.arms.items()
        )
        alike = "alike" if not self.differences else f"{len(self.differences)} differences"
        return f"conformance: {counts}; answers {alike}"

    def as_json(self) -> dict[str, Any]:
        arms = {
            arm: {"passed": seen.passed, "failures": seen.failures, "seconds": seen.seconds}
            for arm, seen in self.arms.items()
        }
        return {"arms": arms, "differences": self.differences, "ok": not self.problems}

    def transcripts(self) -> dict[str, Any]:
        return {arm: asdict(seen) for arm, seen in self.arms.items()}
