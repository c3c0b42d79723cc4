"""What a rule finds: valid, invalid, or unknown where there was nothing to compare."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from experiments.checks.history.history import History
from experiments.checks.history.operation import Operation


class Validity(StrEnum):
    VALID = "valid"
    UNKNOWN = "unknown"
    INVALID = "invalid"


@dataclass(frozen=True)
class Violation:
    """`operations` are the fewest that together cannot be true; `orders` are the ids of those whose
    traces in the tables may explain why."""

    sentence: str
    operations: tuple[Operation, ...]
    orders: tuple[str, ...] = ()


Rule = Callable[[History], Iterator[Violation | None]]
"""Yields once for each thing it compared: None where that was right."""


@dataclass(frozen=True)
class Verdict:
    """`name` is a sentence that is true unless there are violations."""

    name: str
    compared: int
    violations: tuple[Violation, ...]

    @property
    def validity(self) -> Validity:
        if self.violations:
            return Validity.INVALID
        return Validity.VALID if self.compared else Validity.UNKNOWN
