"""A week in which things go wrong, drawn from a seed: what fails, when, and for how long.

How often the parts of such a shop fail, nobody publishes: the rates below are an assumption, of a
bad week of a young shop. Its own mistakes come first, then strangers, then machines. Another table
gives another availability; what can be compared is two arms, or an arm with a protection and
without, in the same week.

Failures come as a Poisson process each, mean time between failures `every_h`; how long one lasts is
exponential with the mean `lasts_min`, cut at four times that. They are played one at a time: at
these rates two seldom meet.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from experiments.faults.catalogue import fault_named, features_for
from experiments.faults.fault import Fault
from experiments.topology import INVENTORY, NOTIFICATIONS

WEEK_H: Final = 168.0
WEEK_S: Final = WEEK_H * 3600
LONGEST: Final = 4.0
"""Times the mean."""


@dataclass(frozen=True)
class Kind:
    """Of fault, by its name; 0 minutes is for as long as the restart rule takes. `spares` are the
    features that it does not befall."""

    fault: str
    every_h: float
    lasts_min: float
    spares: tuple[str, ...] = ()


KINDS: Final = (
    # Messages to these that fail for good are left to a person, who has no part in this week.
    Kind("errors", 84, 20, spares=(INVENTORY, NOTIFICATIONS)),
    Kind("slow", 84, 30),
    Kind("crash", 168, 10),
    Kind("hang", 168, 10),
    Kind("replica-killed", 84, 0),
    Kind("outside-slow", 84, 15),
    Kind("outside-black-hole", 168, 5),
    Kind("database-paused", 168, 2),
    Kind("database-down", 336, 5),
    Kind("network-partition", 336, 3),
    Kind("broker-down", 336, 5),
)


@dataclass(frozen=True)
class Episode:
    """The `number`-th fault of the week, `at_h` hours from its beginning."""

    number: int
    at_h: float
    lasts_s: float
    fault: Fault

    @property
    def name(self) -> str:
        """Of the load under which it is played."""
        return f"{self.number:02d} {self.fault}"


def week(seed: int) -> tuple[Episode, ...]:
    """In the order of their times; the same for every arm."""
    drawn = sorted(_drawn(Random(f"week {seed}")), key=lambda each: each[0])
    return tuple(Episode(number, *each) for number, each in enumerate(drawn, 1))


def _drawn(dice: Random) -> Iterator[tuple[float, float, Fault]]:
    for kind in KINDS:
        features = [each for each in features_for(kind.fault) if each not in kind.spares]
        at_h = dice.expovariate(1 / kind.every_h)
        while at_h < WEEK_H:
            lasts_min = min(dice.expovariate(1.0) * kind.lasts_min, LONGEST * kind.lasts_min)
            yield at_h, 60 * lasts_min, fault_named(kind.fault, dice.choice(features))
            at_h += dice.expovariate(1 / kind.every_h)
