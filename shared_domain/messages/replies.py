"""What a feature answers to a command of the checkout. `command` is the command's type name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StepDone:
    order_id: str
    command: str


@dataclass(frozen=True)
class StepRefused:
    order_id: str
    command: str
    reason: str


Reply = StepDone | StepRefused
