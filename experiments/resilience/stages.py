"""The comparisons, in their order: both arms whole, then each against itself without something."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from experiments.catalogue import (
    resilience_buffer,
    resilience_database,
    resilience_flood,
    resilience_hang,
    resilience_replicas,
    resilience_retries,
    resilience_week,
)
from experiments.compare.agenda import Agenda
from experiments.compare.plan import make_plan
from experiments.method.experiment import Experiment
from experiments.method.sizes import stored_sizes
from experiments.protections import NAIVE
from experiments.topology import MONOLITH, SERVICES
from experiments.trials.settings import Settings

ARMS: Final = (MONOLITH.name, SERVICES.name)
HANG_INVENTORY, HANG_RECOMMENDATIONS = resilience_hang.experiments
DATABASE_DOWN, DATABASE_HANGS = resilience_database.experiments
FLOOD, RETRIES = resilience_flood.experiment, resilience_retries.experiment
REPLICAS, BUFFER = resilience_replicas.experiment, resilience_buffer.experiment
WEEK = resilience_week.experiment

TELLS: Final[Mapping[str, Experiment]] = MappingProxyType(
    {
        "timeouts": DATABASE_HANGS,
        "retries": RETRIES,
        "breaker": HANG_RECOMMENDATIONS,
        "bulkhead": HANG_INVENTORY,
        "shedding": FLOOD,
    }
)
"""By which experiment a protection is left out that is there for it."""
ALL: Final = "all of them"


@dataclass(frozen=True)
class Stage:
    """`left_out` is "" where both arms are whole. `agreed`: that the arms keep the contract is
    known from an earlier stage."""

    left_out: str
    settings: Settings
    agreed: bool

    @property
    def what(self) -> str:
        one, two = (side.label for side in self.settings.sides)
        return f"{one} and {two}"

    @property
    def seconds(self) -> float:
        return Agenda(make_plan(self.settings), agreed=self.agreed).left_s()


def stages(seed: int, blocks: int, with_week: bool) -> tuple[Stage, ...]:
    """The first asks of both arms whether they keep the contract."""
    return tuple(_stages(seed, blocks, with_week))


def _stages(seed: int, blocks: int, with_week: bool) -> Iterator[Stage]:
    def settings(arms: tuple[str, str], of: tuple[Experiment, ...], *without: str) -> Settings:
        return Settings(arms, seed, of, stored_sizes(), blocks, without=frozenset(without))

    week = (WEEK,) if with_week else ()
    telling = (*TELLS.values(), DATABASE_DOWN)
    yield Stage("", settings(ARMS, (*telling, REPLICAS, BUFFER, *week)), agreed=False)
    for arm in ARMS:
        for name, experiment in TELLS.items():
            yield Stage(name, settings((arm, arm), (experiment,), name), agreed=True)
        yield Stage(ALL, settings((arm, arm), (*telling, *week), *NAIVE), agreed=True)
