"""The switches of an arm's features: faults, work and flags are set by them, and taken back."""

from collections.abc import Mapping
from typing import Any

from experiments.faults.cpu_burn import cpu_burn
from experiments.method.steps import FlagOn, Work
from experiments.stacks.protocol import Stack


class Switches:
    """Remembers which were touched."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._touched: set[str] = set()

    def do(self, step: Work | FlagOn) -> None:
        """Raises StackError."""
        match step:
            case Work(feature, methods, ms) if ms:
                self.set(feature, cpu_burn(feature, ms, methods).setting)
            case _:
                self.set(step.feature, None)

    def set(self, feature: str, setting: Mapping[str, Any] | None) -> None:
        """None is off. Raises StackError."""
        self._touched.add(feature)
        self._stack.switch(feature, setting)

    def put_back(self) -> None:
        """All that were touched are off. Raises StackError."""
        for feature in sorted(self._touched):
            self._stack.switch(feature, None)
