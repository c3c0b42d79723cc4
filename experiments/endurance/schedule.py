"""Which short runs there are, and how each ends: decided by a seed before the first."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Final

from experiments.endurance.stages import Stage
from experiments.topology import TOPOLOGIES


class Ending(StrEnum):
    ITSELF = "by itself"
    CTRL_C = "Ctrl-C"
    SIGTERM = "SIGTERM"
    KILL = "kill -9"
    KILL_ALL = "kill -9, supervisors too"


HOW_OFTEN: Final = {
    Ending.ITSELF: 3,
    Ending.CTRL_C: 2,
    Ending.SIGTERM: 2,
    Ending.KILL: 2,
    Ending.KILL_ALL: 1,
}
LONGEST_WAIT_S: Final = 1.5


@dataclass(frozen=True)
class ShortRun:
    """It is ended `after_s` after it has reached `stage`, if it does not end by itself."""

    number: int
    arm: str
    seed: int
    ending: Ending
    stage: Stage
    after_s: float

    def __str__(self) -> str:
        if self.ending is Ending.ITSELF:
            return f"run {self.number}, {self.arm}, ends {self.ending}"
        when = f"{self.after_s:.1f} s into {self.stage}"
        return f"run {self.number}, {self.arm}, {self.ending} {when}"


def schedule(runs: int, seed: int) -> tuple[ShortRun, ...]:
    """Every ending and both arms early on; the last run ends by itself, so that it meets all that
    those before it have left."""
    dice = Random(f"endurance {seed}")
    endings = [*_endings(runs - 1, dice), Ending.ITSELF]
    arms = _in_turns(list(TOPOLOGIES), runs, dice)
    return tuple(
        ShortRun(
            number,
            arm,
            dice.randrange(2**31),
            ending,
            dice.choice(list(Stage)),
            dice.uniform(0, LONGEST_WAIT_S),
        )
        for number, (arm, ending) in enumerate(zip(arms, endings, strict=True), 1)
    )


def _endings(runs: int, dice: Random) -> list[Ending]:
    """Each once in the first five, then as often as HOW_OFTEN says."""
    first = dice.sample(list(Ending), len(Ending))
    rest = dice.choices(list(HOW_OFTEN), list(HOW_OFTEN.values()), k=max(0, runs - len(first)))
    return [*first, *rest][:runs]


def _in_turns(names: list[str], count: int, dice: Random) -> Iterator[str]:
    """As many of one as of the other, but for one."""
    while count > 0:
        turn = dice.sample(names, len(names))[:count]
        yield from turn
        count -= len(turn)
