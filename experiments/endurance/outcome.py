"""What came of the runs, and what must not have. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from experiments.endurance.ending import ALLOWED
from experiments.endurance.flat import Reading, growth
from experiments.endurance.leftovers import Left
from experiments.endurance.schedule import Ending, ShortRun


@dataclass(frozen=True)
class Ended:
    """A short run, its exit code (None: it had to be killed, for it did not end), how long it took,
    its last words, and what it left."""

    run: ShortRun
    exit_code: int | None
    seconds: float
    said: str
    left: frozenset[Left]

    @property
    def wrong(self) -> str:
        """In a line; "" where all is as it should be."""
        found = [f"left {each}" for each in sorted(self.left)]
        if self.exit_code is None:
            found.append("did not end")
        elif self.exit_code not in ALLOWED[self.run.ending]:
            found.append(f"ended with {self.exit_code}: {self.said}")
        return f"{self.run}: {'; '.join(found)}" if found else ""

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.run.number,
            "arm": self.run.arm,
            "ending": self.run.ending,
            "stage": self.run.stage,
            "after_s": self.run.after_s,
            "exit_code": self.exit_code,
            "seconds": self.seconds,
            "said": self.said,
            "left": [str(each) for each in sorted(self.left)],
        }


@dataclass(frozen=True)
class Endured:
    """`half_made` is what was left in the end of things that only their next builder removes.
    `readings` are those of the long run, `long_run` its exit code; None where there was none."""

    runs: tuple[Ended, ...]
    half_made: frozenset[Left]
    readings: tuple[Reading, ...]
    long_run: int | None
    seconds: float

    @property
    def problems(self) -> tuple[str, ...]:
        """Why the exit code is 1; empty if it is 0."""
        found = [each.wrong for each in self.runs if each.wrong]
        found += [f"in the end: {each}" for each in sorted(self.half_made)]
        if self.long_run is not None:
            found += [f"the long run grew: {text}" for text in growth(self.readings)]
        if self.long_run:
            found.append(f"the long run ended with {self.long_run}")
        return tuple(found)

    def right(self) -> Mapping[Ending, tuple[int, int]]:
        """By ending, how many runs were as they should be, of how many."""
        counted: dict[Ending, tuple[int, int]] = {}
        for ending in Ending:
            mine = [each for each in self.runs if each.run.ending is ending]
            if mine:
                counted[ending] = sum(not each.wrong for each in mine), len(mine)
        return counted

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": "cleave endurance",
            "seconds": self.seconds,
            "problems": list(self.problems),
            "runs": [each.as_json() for each in self.runs],
            "readings": [vars(each) for each in self.readings],
        }
