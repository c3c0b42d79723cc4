"""When who does what: Poisson arrivals, decided by the seed before the load starts.

An open loop: an arrival happens at its time whether or not the ones before it were answered.
"""

from dataclasses import dataclass
from random import Random

from experiments.workload.choices import Choices
from experiments.workload.mixes import Mix
from experiments.workload.operations import OPERATIONS, Ask, Operation


@dataclass(frozen=True, slots=True)
class Arrival:
    """`at_s` is the intended start in seconds since the load began."""

    index: int
    at_s: float
    operation: Operation
    ask: Ask


def schedule(seed: int, rate: float, seconds: float, mix: Mix) -> tuple[Arrival, ...]:
    """The arrivals of `seconds` at `rate` a second.

    A pure function of its arguments, so both arms of a block meet the same load. Different
    arguments share nothing, not even an idempotency key; the same arguments share all of it,
    so one seed must not be used twice on the same data.
    """
    rng = Random(f"{seed} {rate} {seconds} {mix}")
    choices = Choices(rng, mix.skew)
    names = [name for name, _ in mix.weights]
    weights = [weight for _, weight in mix.weights]
    arrivals: list[Arrival] = []
    at_s = rng.expovariate(rate)
    while at_s < seconds:
        operation = OPERATIONS[rng.choices(names, weights)[0]]
        arrivals.append(Arrival(len(arrivals), at_s, operation, operation.draw(choices)))
        at_s += rng.expovariate(rate)
    return tuple(arrivals)
