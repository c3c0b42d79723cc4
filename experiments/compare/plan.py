"""The plan of a comparison: blocks of two visits in seeded order, decided before anything runs."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

DEFAULT_BLOCKS = 8
MOST_BLOCKS = 64
DEFAULT_RATE = 30.0
HIGHEST_RATE = 300.0
DEFAULT_SECONDS = 10.0
LEAST_SECONDS = 8.0
LEAST_OPERATIONS = 100
WARMUP_S = 3.0
RERUNS = 2
"""How often a block in which a visit was disturbed is visited again, at most."""


class ImpossiblePlan(ValueError):
    """The settings make no comparison; the text is one line that says why."""


@dataclass(frozen=True)
class Settings:
    """What was asked for. `arms`: the first is the baseline, the second is held against it.

    `rate` is operations a second, offered alike to both arms; `seconds` is the scored window.
    """

    arms: tuple[str, str]
    seed: int
    blocks: int = DEFAULT_BLOCKS
    rate: float = DEFAULT_RATE
    seconds: float = DEFAULT_SECONDS
    warmup_s: float = WARMUP_S

    def __post_init__(self) -> None:
        for is_wrong, why in (
            (not 1 <= self.blocks <= MOST_BLOCKS, f"blocks must lie between 1 and {MOST_BLOCKS}"),
            (self.seed < 0, "the seed must be 0 or more"),
            (
                not 0 < self.rate <= HIGHEST_RATE,
                f"the rate must lie above 0 and at most at {HIGHEST_RATE:g} operations/s",
            ),
            (
                not self.seconds >= LEAST_SECONDS,
                f"a scored window lasts {LEAST_SECONDS:g} seconds at least",
            ),
            (
                self.rate * self.seconds < LEAST_OPERATIONS,
                f"a scored window needs {LEAST_OPERATIONS} operations at least:"
                f" {self.rate:g}/s for {self.seconds:g} s are fewer",
            ),
        ):
            if is_wrong:
                raise ImpossiblePlan(why)


@dataclass(frozen=True)
class Block:
    """One visit to each arm, in this order, under the same arrivals (`seed`)."""

    number: int
    order: tuple[str, str]
    seed: int


@dataclass(frozen=True)
class Plan:
    """Everything that is decided before the first process starts."""

    settings: Settings
    blocks: tuple[Block, ...]

    @property
    def baseline(self) -> str:
        return self.settings.arms[0]

    @property
    def other(self) -> str:
        return self.settings.arms[1]

    @property
    def visits(self) -> int:
        """How many visits there are when none is disturbed."""
        return 2 * len(self.blocks)

    @property
    def first_counts(self) -> tuple[int, int]:
        """How many blocks begin with each arm, the baseline first."""
        first = sum(block.order[0] == self.baseline for block in self.blocks)
        return first, len(self.blocks) - first

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def make_plan(settings: Settings) -> Plan:
    """As many blocks begin with one arm as with the other; an odd one by the seed's choice."""
    dice = Random(f"plan {settings.seed} {settings.blocks}")
    blocks = tuple(
        Block(number, order, dice.randrange(2**31))
        for number, order in enumerate(_orders(settings, dice), 1)
    )
    return Plan(settings, blocks)


def _orders(settings: Settings, dice: Random) -> Iterator[tuple[str, str]]:
    one, two = settings.arms
    half, odd = divmod(settings.blocks, 2)
    baseline_first = [True] * half + [False] * half + [dice.random() < 0.5] * odd
    dice.shuffle(baseline_first)
    for is_first in baseline_first:
        yield (one, two) if is_first else (two, one)
