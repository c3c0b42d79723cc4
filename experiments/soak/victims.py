"""Who is killed: every process that holds an order, carries it, or is asked about it.

The supervisor alone is left out. It is the lab's, not the arm's: like a kubelet or an init it
starts the others again, and the arm ends with it.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from random import Random
from typing import Final

from experiments.accidents.schedule import targets_of
from experiments.soak.ground import Ground, Victim
from experiments.stacks.protocol import Broker, Database, Gateway, Replica, Target

BACK_WITHIN_S: Final = 60.0
KINDS: Final[dict[type[Target], str]] = {
    Replica: "replica",
    Database: "database",
    Broker: "broker",
    Gateway: "gateway",
}


def victims_of(ground: Ground) -> tuple[Victim, ...]:
    targets = (*targets_of(ground.arm.topology), Gateway())
    return (*(_victim(ground, target) for target in targets), ground.outside)


def databases_of(ground: Ground) -> tuple[Victim, ...]:
    targets = (Database(part.name) for part in ground.arm.topology.parts)
    return tuple(_victim(ground, target) for target in targets)


def in_rounds(victims: Sequence[Victim], dice: Random, count: int) -> Iterator[Victim]:
    """So many deaths: each dies once before any dies again, in an order of its own each time."""
    left: list[Victim] = []
    for _ in range(count):
        if not left:
            left = dice.sample(victims, len(victims))
        yield left.pop()


def strike(ground: Ground, victim: Victim) -> None:
    """kill -9, once it serves: what is still dead of the last time cannot die again. Raises
    NotSeen."""
    ground.until(victim.answers, f"{victim.name} serves again", BACK_WITHIN_S)
    victim.kill()


def _victim(ground: Ground, target: Target) -> Victim:
    return Victim(
        kind=KINDS[type(target)],
        name=str(target),
        kill=partial(ground.arm.kill, target),
        answers=partial(ground.arm.answers, target),
    )
