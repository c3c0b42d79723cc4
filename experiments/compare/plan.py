"""The plan of a comparison: blocks of two visits in seeded order, decided before anything runs."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from random import Random
from typing import Any

from experiments.faults.fault import Fault
from experiments.method.experiment import Experiment
from experiments.method.sizes import Sizes

DEFAULT_BLOCKS = 8
MOST_BLOCKS = 64
HIGHEST_RATE = 300.0
LEAST_SECONDS = 8.0
LEAST_OPERATIONS = 100
WARMUP_S = 3.0
RERUNS = 2
"""How often a block in which a visit was disturbed is visited again, at most."""


class ImpossiblePlan(ValueError):
    """The settings make no comparison; the text is one line that says why."""


@dataclass(frozen=True)
class Side:
    """One of the two that are compared: an arm, under a label of its own."""

    label: str
    arm: str


@dataclass(frozen=True)
class Settings:
    """What was asked for. `arms`: the first is the baseline, the second is held against it; they
    may be the same. `sizes` are the loads, offered alike to both."""

    arms: tuple[str, str]
    seed: int
    experiments: tuple[Experiment, ...]
    sizes: Sizes
    blocks: int = DEFAULT_BLOCKS
    extras: tuple[Experiment, ...] = ()
    """Experiments that get two blocks of their own: figures, never a verdict."""
    warmup_s: float = WARMUP_S
    full: bool = False
    """Verdicts are adjusted for their number."""
    planted: tuple[Fault, ...] = ()
    """What only the second side does, for the whole of its visits: a difference that is known."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Experiments that were asked for and cannot be done on this machine, and why."""

    def __post_init__(self) -> None:
        for is_wrong, why in (
            (not 1 <= self.blocks <= MOST_BLOCKS, f"blocks must lie between 1 and {MOST_BLOCKS}"),
            (self.seed < 0, "the seed must be 0 or more"),
            (not self.warmup_s >= 0, "a load warms up for 0 seconds at least"),
            (not self.experiments, "there is no experiment to run"),
        ):
            if is_wrong:
                raise ImpossiblePlan(why)
        for experiment in (*self.experiments, *self.extras):
            _require_scorable(experiment, self.sizes)

    @property
    def sides(self) -> tuple[Side, Side]:
        one, two = self.arms
        if one == two:
            return Side(f"{one}-a", one), Side(f"{two}-b", two)
        return Side(one, one), Side(two, two)


def _require_scorable(experiment: Experiment, sizes: Sizes) -> None:
    for segment in experiment.segments:
        if segment.load is None:
            continue
        rate = sizes.rate(segment.load.mix.name, segment.load.times)
        if not 0 < rate <= HIGHEST_RATE:
            raise ImpossiblePlan(
                f"{experiment.name}: the rate must lie above 0 and at most at"
                f" {HIGHEST_RATE:g} operations/s, not at {rate:g}"
            )
        if not segment.seconds >= LEAST_SECONDS:
            raise ImpossiblePlan(
                f"{experiment.name}: a scored window lasts {LEAST_SECONDS:g} seconds at least"
            )
        if rate * segment.seconds < LEAST_OPERATIONS:
            raise ImpossiblePlan(
                f"{experiment.name}: a scored window needs {LEAST_OPERATIONS} operations at least:"
                f" {rate:g}/s for {segment.seconds:g} s are fewer"
            )


@dataclass(frozen=True)
class Block:
    """One visit to each side, in this order of their labels. Both run the same experiments in
    the same order under the same arrivals (`seed`). An `extra` block runs the extras alone."""

    number: int
    order: tuple[str, str]
    seed: int
    experiments: tuple[str, ...] = field(default=())
    extra: bool = False


@dataclass(frozen=True)
class Plan:
    """Everything that is decided before the first process starts."""

    settings: Settings
    blocks: tuple[Block, ...]

    @property
    def labels(self) -> tuple[str, str]:
        """The baseline's first."""
        one, two = self.settings.sides
        return one.label, two.label

    @property
    def visits(self) -> int:
        """How many visits there are when none is disturbed."""
        return 2 * len(self.blocks)

    @property
    def first_counts(self) -> tuple[int, int]:
        """How many blocks begin with each side, the baseline first; extra ones are left out."""
        first = sum(block.order[0] == self.labels[0] for block in self.blocks if not block.extra)
        return first, self.settings.blocks - first

    def side(self, label: str) -> Side:
        """Raises LookupError for a label the plan has not."""
        for side in self.settings.sides:
            if side.label == label:
                return side
        raise LookupError(label)

    def experiments_of(self, block: Block) -> tuple[Experiment, ...]:
        """In the block's order."""
        settings = self.settings
        named = {one.name: one for one in (*settings.experiments, *settings.extras)}
        return tuple(named[name] for name in block.experiments)

    def as_json(self) -> dict[str, Any]:
        settings = self.settings
        return {
            "arms": list(settings.arms),
            "labels": list(self.labels),
            "seed": settings.seed,
            "experiments": [experiment.name for experiment in settings.experiments],
            "extras": [experiment.name for experiment in settings.extras],
            "sizes": settings.sizes.as_json(),
            "warmup_s": settings.warmup_s,
            "full": settings.full,
            "left_out": dict(settings.left_out),
            "planted": [asdict(fault) for fault in settings.planted],
            "blocks": [asdict(block) for block in self.blocks],
        }


def make_plan(settings: Settings) -> Plan:
    """As many blocks begin with one side as with the other; an odd one by the seed's choice."""
    dice = Random(f"plan {settings.seed} {settings.blocks}")
    orders = list(_orders(settings, dice))
    usual = tuple(
        _block(number, order, settings.experiments, dice) for number, order in enumerate(orders, 1)
    )
    extra_orders = (orders[0], orders[0][::-1]) if settings.extras else ()
    extra = tuple(
        replace(_block(number, order, settings.extras, dice), extra=True)
        for number, order in enumerate(extra_orders, len(usual) + 1)
    )
    return Plan(settings, usual + extra)


def _block(
    number: int, order: tuple[str, str], experiments: tuple[Experiment, ...], dice: Random
) -> Block:
    names = [experiment.name for experiment in experiments]
    seed = dice.randrange(2**31)
    return Block(number, order, seed, tuple(dice.sample(names, len(names))))


def _orders(settings: Settings, dice: Random) -> Iterator[tuple[str, str]]:
    one, two = (side.label for side in settings.sides)
    half, odd = divmod(settings.blocks, 2)
    baseline_first = [True] * half + [False] * half + [dice.random() < 0.5] * odd
    dice.shuffle(baseline_first)
    for is_first in baseline_first:
        yield (one, two) if is_first else (two, one)
