"""Which process is killed when: every one of an arm once, in an order the seed decides."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from experiments.stacks.protocol import Broker, Database, Replica, Target
from experiments.topology import Topology


@dataclass(frozen=True)
class Accident:
    """`target` is killed `at_s` seconds after the load began."""

    at_s: float
    target: Target


def schedule(topology: Topology, seed: int, first_s: float, last_s: float) -> tuple[Accident, ...]:
    """One accident for every replica, every database and the broker between the two times.

    They come one after another, each somewhere in its share of the time.
    """
    rng = Random(f"{topology.name} {seed}")
    targets = list(targets_of(topology))
    rng.shuffle(targets)
    share_s = (last_s - first_s) / len(targets)
    return tuple(
        Accident(first_s + share_s * (place + rng.random()), target)
        for place, target in enumerate(targets)
    )


def targets_of(topology: Topology) -> Iterator[Target]:
    """Whatever holds an order or carries it; the gateway does neither."""
    for part in topology.parts:
        yield Database(part.name)
        yield from (Replica(part.name, index) for index in range(1, part.replicas + 1))
    if topology.broker:
        yield Broker()
