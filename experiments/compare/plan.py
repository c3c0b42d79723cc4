"""The plan of a comparison: blocks of two visits in seeded order, decided before anything runs."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from random import Random
from typing import Any

from experiments.method.experiment import Experiment
from experiments.trials.settings import Settings, Side

RERUNS = 2
"""How often a block in which a visit was disturbed is visited again, at most."""


@dataclass(frozen=True)
class Block:
    """One visit to each side, in this order of their labels. Both run the same experiments in
    the same order under the same arrivals (`seed`). An `extra` block runs the extras alone."""

    number: int
    order: tuple[str, str]
    seed: int
    experiments: tuple[str, ...] = field(default=())
    extra: bool = False
    singly: bool = False
    """Each experiment stands for itself: see `Experiment.matrix`."""


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

    def experiments_on(self, block: Block, side: Side) -> tuple[Experiment, ...]:
        """In the block's order, without those that the side's arm has nothing for."""
        settings = self.settings
        named = {one.name: one for one in (*settings.experiments, *settings.extras)}
        absent = settings.absent.get(side.label, {})
        return tuple(named[name] for name in block.experiments if name not in absent)

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
            "matrix": settings.matrix,
            "absent": settings.absent,
            "planted": [asdict(fault) for fault in settings.planted],
            "without": sorted(settings.without),
            "blocks": [asdict(block) for block in self.blocks],
        }


def make_plan(settings: Settings) -> Plan:
    """As many blocks begin with one side as with the other; an odd one by the seed's choice."""
    dice = Random(f"plan {settings.seed} {settings.blocks}")
    orders = list(_orders(settings, dice))
    usual = tuple(
        replace(_block(number, order, settings.experiments, dice), singly=bool(settings.matrix))
        for number, order in enumerate(orders, 1)
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
