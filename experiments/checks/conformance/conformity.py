"""What the suite said of one arm, as data."""

from dataclasses import dataclass

from experiments.checks.conformance.transcript import Exchange


@dataclass(frozen=True)
class Conformity:
    """`failures` are sentences that do not hold, with what was seen; `transcript` is what the arm
    answered to the fixed script."""

    passed: int
    failures: tuple[str, ...]
    transcript: tuple[Exchange, ...]
    seconds: float
