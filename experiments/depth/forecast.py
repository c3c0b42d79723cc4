"""What a closed network of queues foretells for each rung, from what the first one took. Pure.

Stations: the scaled replicas, each a queue that its quota serves; and every other kind of process,
a queue for each of the arm's cores, as if it had them to itself. That nothing takes more than the
cores have is a bound beside it. What the arm takes when idle is taken off first. Clients are taken
never to pause. On services that is not so for orders: whoever has ordered waits 0.1 s and more
between two looks, while the work goes on, and so fewer are in the queues than there are clients.
Replicas are chosen by lot; a gateway that prefers the less busy of two may do better.
Nothing is fitted: what the forecast misses is what queues do not know, such as what more
replicas cost each other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from experiments.analysis.queueing import Station, bottleneck, served_per_s
from experiments.depth.climb import Cores
from experiments.depth.figures import KINDS, SCALED
from experiments.depth.ladder import Rung

LEAST_CORES: Final = 0.001
"""Of a quota or the cores, beside what the idle arm takes of them."""
THE_CORES: Final = "all cores"


@dataclass(frozen=True)
class Demands:
    """What the first rung showed: `cpu_s` of an operation by kind, above `idle` cores."""

    cpu_s: Mapping[str, float]
    idle: Cores

    @property
    def total_s(self) -> float:
        return sum(self.cpu_s.values())


@dataclass(frozen=True)
class Forecast:
    """`limit` is what is full first."""

    served_per_s: float
    limit: str


def demands(cores: Cores, idle: Cores, asked_per_s: float) -> Demands | None:
    """None where nothing was asked for, or nothing was taken."""
    if asked_per_s <= 0:
        return None
    cpu_s = {kind: max(0.0, cores[kind] - idle[kind]) / asked_per_s for kind in KINDS}
    return Demands(cpu_s, idle) if cpu_s[SCALED] > 0 else None


def forecast(one: Demands, rung: Rung, quota: float, clients: int, cores: int) -> Forecast:
    """`quota` is a small replica's, `clients` are all there are, `cores` the arm's."""
    stations = list(_stations(one, rung, quota, cores))
    idle = sum(one.idle.values()) + (rung.replicas - 1) * one.idle[SCALED]
    most = max(LEAST_CORES, cores - idle) / one.total_s
    queued = served_per_s(stations, clients)
    if most < queued:
        return Forecast(most, THE_CORES)
    return Forecast(queued, bottleneck(stations).name)


def _stations(one: Demands, rung: Rung, quota: float, cores: int) -> Iterator[Station]:
    own = quota * rung.times / rung.replicas - one.idle[SCALED]
    yield Station(SCALED, one.cpu_s[SCALED] / max(LEAST_CORES, own), rung.replicas)
    for kind, cpu_s in one.cpu_s.items():
        if kind != SCALED and cpu_s > 0:
            yield Station(kind, cpu_s, cores)
