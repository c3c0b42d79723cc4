"""What a hunt is worth: 100 points, less for time, for what was opened, and for wrong answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from experiments.hunt.game import ANSWER, Note

FULL: Final = 100
SECONDS_A_POINT: Final = 30.0
A_LOOK, A_WRONG_ANSWER = 2, 15


@dataclass(frozen=True)
class Score:
    """`looks` at logs, traces or the live view, which showed so many `lines`; `wrong` answers."""

    seconds: float
    looks: int
    lines: int
    wrong: int

    @property
    def points(self) -> int:
        """0 at least."""
        spent = int(self.seconds / SECONDS_A_POINT)
        return max(0, FULL - spent - A_LOOK * self.looks - A_WRONG_ANSWER * self.wrong)


def score(seconds: float, noted: Sequence[Note]) -> Score:
    looks = [each for each in noted if each.what != ANSWER]
    lines = sum(each.lines for each in looks)
    return Score(seconds, len(looks), lines, len(noted) - len(looks))
