"""The questions of a check, as data. What is right comes from the content or from the run."""

from dataclasses import dataclass

from experiments.guides.quantity import Condition, Quantity


@dataclass(frozen=True)
class Choice:
    """The right one has no `misconception`; the others name theirs, and how to see through it."""

    text: str
    misconception: str = ""
    feedback: str = ""


@dataclass(frozen=True)
class ChoiceQuestion:
    """About a mechanism: the same answer is right in every run in which it is asked (`when`)."""

    id: str
    ask: str
    choices: tuple[Choice, ...]
    when: Condition | None = None


@dataclass(frozen=True)
class Slip:
    """A wrong number that tells what went wrong."""

    equals: Quantity
    misconception: str
    feedback: str


@dataclass(frozen=True)
class NumberQuestion:
    """Right is what lies no further from `value` than `within`, in `unit`, or than `share` of it,
    whichever is more. `where` says where to look."""

    id: str
    ask: str
    where: str
    unit: str
    value: Quantity
    within: float
    share: float = 0.0
    slips: tuple[Slip, ...] = ()
    when: Condition | None = None


@dataclass(frozen=True)
class RulingQuestion:
    """What the run says of `claim`; right is what stands in its verdicts."""

    id: str
    ask: str
    claim: str
    when: Condition | None = None


Question = ChoiceQuestion | NumberQuestion | RulingQuestion
