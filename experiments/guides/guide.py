"""A guide as data: what a student reads, predicts, runs and is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from experiments.guides.errors import GuideError
from experiments.guides.quantity import Quantity
from experiments.guides.question import Question

ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True)
class Anchor:
    """A place in the code: the only line of `path` that holds `text`, and what to look at there."""

    path: str
    text: str
    look: str

    def line(self, root: Path = ROOT) -> int:
        """Counted from 1. GuideError unless exactly one line holds the text."""
        try:
            lines = (root / self.path).read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise GuideError(f"{self.path}: {error.strerror}") from None
        found = [number for number, line in enumerate(lines, 1) if self.text in line]
        if len(found) != 1:
            raise GuideError(f"{self.path}: {len(found)} lines hold {self.text!r}, not one")
        return found[0]


@dataclass(frozen=True)
class Foreseen:
    """What is predicted about `claim`: which way it goes, what either would mean, and a number
    from `least` to `most` in `unit`, which `result` later holds against the run."""

    claim: str
    supported: str
    refuted: str
    ask: str
    unit: str
    least: float
    most: float
    result: Quantity


@dataclass(frozen=True)
class Guide:
    """`blocks` are chosen so that the run fits into a lesson. `outcomes` explain each claim by the
    ruling that the student's run gave it."""

    name: str
    title: str
    question: str
    experiment: str
    blocks: int
    background: str
    explanation: str
    code: tuple[Anchor, ...]
    foreseen: tuple[Foreseen, ...]
    questions: tuple[Question, ...]
    outcomes: Mapping[str, Mapping[str, str]]
