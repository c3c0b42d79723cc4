"""What was asked for of a run: arms, experiments, loads, blocks. Nothing runs that cannot be
scored."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from experiments.faults.fault import Fault, FaultError
from experiments.method.experiment import Experiment
from experiments.method.overlaps import require_apart
from experiments.method.sizes import Sizes
from experiments.protections import UnknownProtection, known, label, left_to
from experiments.topology import TOPOLOGIES

DEFAULT_BLOCKS = 8
MOST_BLOCKS = 64
HIGHEST_RATE = 300.0
LEAST_SECONDS = 8.0
LEAST_OPERATIONS = 100
WARMUP_S = 3.0


class ImpossiblePlan(ValueError):
    """The settings make no comparison; the text is one line that says why."""


@dataclass(frozen=True)
class Side:
    """One of the two that are compared: an arm, `without` some of its protections, under a label of
    its own."""

    label: str
    arm: str
    without: frozenset[str] = frozenset()


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
    without: frozenset[str] = frozenset()
    """Protections that both sides are without; where an arm is held against itself, the second."""

    def __post_init__(self) -> None:
        for is_wrong, why in (
            (not 1 <= self.blocks <= MOST_BLOCKS, f"blocks must lie between 1 and {MOST_BLOCKS}"),
            (self.seed < 0, "the seed must be 0 or more"),
            (not self.warmup_s >= 0, "a load warms up for 0 seconds at least"),
            (not self.experiments, "there is no experiment to run"),
            (self._mixes, "cells of a matrix are run by themselves"),
        ):
            if is_wrong:
                raise ImpossiblePlan(why)
        _require_there(self.arms, self.without)
        for experiment in (*self.experiments, *self.extras):
            _require_scorable(experiment, self.sizes)
            _require_apart(experiment, self.arms)

    @property
    def _mixes(self) -> bool:
        return len({one.matrix for one in (*self.experiments, *self.extras)}) > 1

    @property
    def matrix(self) -> str:
        """The matrix whose cells are made; "" where none are."""
        return self.experiments[0].matrix

    @property
    def absent(self) -> dict[str, dict[str, str]]:
        """By side, what its arm has nothing for to hit, and why."""
        found = {side.label: self._missing_on(side) for side in self.sides}
        return {label: reasons for label, reasons in found.items() if reasons}

    def _missing_on(self, side: Side) -> dict[str, str]:
        topology = TOPOLOGIES.get(side.arm)
        told = {one.name: one.missing_on(topology) for one in self.experiments if topology}
        return {name: why for name, why in told.items() if why}

    @property
    def sides(self) -> tuple[Side, Side]:
        one, two = self.arms
        if one == two and not self.without:
            return Side(f"{one}-a", one), Side(f"{two}-b", two)
        return _side(one, frozenset() if one == two else self.without), _side(two, self.without)


def _side(arm: str, without: frozenset[str]) -> Side:
    lacking = left_to(TOPOLOGIES[arm], without) if without else without
    return Side(label(arm, lacking), arm, lacking)


def _require_there(arms: tuple[str, str], without: frozenset[str]) -> None:
    try:
        known(without)
    except UnknownProtection as error:
        raise ImpossiblePlan(str(error)) from None
    there = [left_to(TOPOLOGIES[arm], without) for arm in arms] if without else []
    for name in without.difference(*there):
        raise ImpossiblePlan(f"{arms[1]} has no {name} that it could be without")


def _require_apart(experiment: Experiment, arms: tuple[str, str]) -> None:
    try:
        for topology in filter(None, map(TOPOLOGIES.get, arms)):
            require_apart(experiment.segments, topology)
    except FaultError as error:
        raise ImpossiblePlan(f"{experiment.name}: {error}") from None


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
