"""The study as data: how messages are disturbed, under which load, and what takes that."""

from dataclasses import dataclass
from typing import Final

from experiments.distributed.declined import place_declined
from experiments.distributed.protection import Protection
from experiments.faults.fault import Fault
from experiments.method.experiment import Experiment
from experiments.method.steps import Ask, clear, inject, load, wait
from experiments.workload.mixes import Mix

BEFORE_S: Final = 2.0
AFTER_S: Final = 6.0
"""Seconds of the load before and after the disturbance: as long as the proof of a fault takes."""
DECLINED: Final = "declined"


@dataclass(frozen=True)
class Disturbance:
    """`faults` are there together for `seconds` of a load; without any it is a calm one. `told`
    says to a reader what is done to the messages."""

    name: str
    told: str
    faults: tuple[Fault, ...]
    seconds: float


CALM: Final = Disturbance("calm", "nothing", (), 7.0)


@dataclass(frozen=True)
class Complexity:
    """`rate` is in operations a second. Each of `protections` is shown by one of `disturbances`."""

    name: str
    question: str
    mix: Mix
    rate: float
    disturbances: tuple[Disturbance, ...]
    protections: tuple[Protection, ...]

    @property
    def loads(self) -> tuple[Disturbance, ...]:
        """The calm one first."""
        return (CALM, *self.disturbances)

    def disturbance(self, name: str) -> Disturbance:
        """Raises LookupError."""
        for each in self.disturbances:
            if each.name == name:
                return each
        raise LookupError(name)

    def experiment(self, under: Disturbance) -> Experiment:
        """The load with the disturbance in its middle, and orders that must be undone meanwhile:
        the load's own customers can all pay."""
        cleared = dict.fromkeys(fault.feature for fault in under.faults)
        return Experiment(
            name=under.name,
            question=self.question,
            method=(
                load(self.mix),
                wait(BEFORE_S),
                *map(inject, under.faults),
                Ask(DECLINED, place_declined),
                wait(under.seconds),
                *map(clear, cleared),
                wait(AFTER_S),
            ),
            metrics=(),
        )
