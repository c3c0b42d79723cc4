"""What was asked for of a run: arms, experiments, loads, blocks. Nothing runs that cannot be
scored."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from experiments.analysis.needed import MOST_BLOCKS
from experiments.faults.fault import Fault, FaultError
from experiments.method.experiment import Experiment
from experiments.method.overlaps import require_apart
from experiments.method.sizes import Sizes
from experiments.protections import UnknownProtection, known, left_to
from experiments.topology import KAFKA, TOPOLOGIES
from experiments.transports import USUAL, UnknownTransport, require_known
from experiments.trials.sides import Side, sides_of
from shared_domain.messages.forms import JSON

DEFAULT_BLOCKS = 8
HIGHEST_RATE = 300.0
LEAST_SECONDS = 8.0
LEAST_OPERATIONS = 100
WARMUP_S = 3.0


class ImpossiblePlan(ValueError):
    """The settings make no comparison; the text is one line that says why."""


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
    transport: str = KAFKA
    """By which both sides send messages, if any; of an arm held against itself, the second."""
    form: str = JSON
    """In which they send them, likewise."""

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
        _require_carried(self.arms, self.transport, self.form)
        for experiment in (*self.experiments, *self.extras):
            _require_scorable(experiment, self.sizes)
            _require_apart(experiment, self.sides)

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
        return {name: reasons for name, reasons in found.items() if reasons}

    def _missing_on(self, side: Side) -> dict[str, str]:
        topology = side.topology
        told = {one.name: one.missing_on(topology) for one in self.experiments if topology}
        return {name: why for name, why in told.items() if why}

    @property
    def sides(self) -> tuple[Side, Side]:
        return sides_of(self.arms, self.without, self.transport, self.form)

    @property
    def is_usual(self) -> bool:
        """Whether its arms are what is claimed of them: whole, and told by the usual transport."""
        return not self.without and (self.transport, self.form) == USUAL


def _require_there(arms: tuple[str, str], without: frozenset[str]) -> None:
    try:
        known(without)
    except UnknownProtection as error:
        raise ImpossiblePlan(str(error)) from None
    there = [left_to(TOPOLOGIES[arm], without) for arm in arms] if without else []
    for name in without.difference(*there):
        raise ImpossiblePlan(f"{arms[1]} has no {name} that it could be without")


def _require_carried(arms: tuple[str, str], transport: str, form: str) -> None:
    try:
        require_known(transport, form)
    except UnknownTransport as error:
        raise ImpossiblePlan(str(error)) from None
    silent = [arm for arm in arms if arm in TOPOLOGIES and not TOPOLOGIES[arm].sends]
    if (transport, form) != USUAL and len(silent) == len(arms):
        raise ImpossiblePlan(f"{arms[1]} sends no messages: it has no other transport")


def _require_apart(experiment: Experiment, sides: tuple[Side, Side]) -> None:
    try:
        for topology in filter(None, (side.topology for side in sides)):
            require_apart(experiment.segments, topology)
    except FaultError as error:
        raise ImpossiblePlan(f"{experiment.name}: {error}") from None


def _require_scorable(experiment: Experiment, sizes: Sizes) -> None:
    for segment in experiment.segments:
        if segment.load is None:
            continue
        rate = sizes.rate(segment.load.mix.name, segment.load.times)
        highest = math.inf if segment.load.clients else HIGHEST_RATE  # of clients: what they share
        if not 0 < rate <= highest:
            raise ImpossiblePlan(
                f"{experiment.name}: the rate must lie above 0 and at most at"
                f" {highest:g} operations/s, not at {rate:g}"
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
