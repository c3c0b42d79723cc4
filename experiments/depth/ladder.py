"""The study as data: which part is scaled, step by step, and how much its clients ask for.

The clients of a load are a closed loop, as many for each replica on every rung: that is what the
Universal Scalability Law speaks of, and what a closed network of queues can foretell. It tells how
much is served; how long an answer takes would be the number of clients over that, and says nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from experiments.depth.figures import figures_of, idle_figures
from experiments.measure.metric import Metric
from experiments.method.experiment import Experiment
from experiments.method.steps import Idle, Limit, Scale, Step, load, wait
from experiments.topology import Topology
from experiments.workload.mixes import Mix

OUT: Final = "out"
"""So many replicas, each of the quota."""
UP: Final = "up"
"""One replica, of so many quotas."""
UNHINDERED: Final = 1.0
"""Cores, while replicas start: within a quota of theirs that would take a quarter of a minute."""
SCALE_S: Final = 3.0


@dataclass(frozen=True)
class Rung:
    """`times` the CPU of one small replica, `way` out or up."""

    way: str
    times: int

    @property
    def name(self) -> str:
        return f"{self.way}-{self.times}"

    @property
    def replicas(self) -> int:
        return self.times if self.way == OUT else 1


@dataclass(frozen=True)
class Ladder:
    """What clients ask for, and `feature`, whose part is scaled for it."""

    name: str
    question: str
    feature: str
    mix: Mix


@dataclass(frozen=True)
class Depth:
    """`quota` is in cores, for each small replica; `clients` are as many for each of them; of an
    arm that stands idle `idle_s` are watched. No more than `most_per_s` is asked for. `large` are
    the sizes at which one large replica is held against the small ones. Each of `visits` climbs all
    of a ladder on both arms."""

    name: str
    question: str
    ladders: tuple[Ladder, ...]
    quota: float
    most: int
    large: tuple[int, ...]
    clients: int
    most_per_s: float
    warmup_s: float
    window_s: float
    idle_s: float
    visits: int

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """From below."""
        out = (Rung(OUT, times) for times in range(1, self.most + 1))
        return (*out, *(Rung(UP, times) for times in self.large))

    def experiment(self, ladder: Ladder, topology: Topology, lot: str) -> Experiment:
        """The rungs in an order drawn by `lot`: in rising order a machine that gets slower would
        look like a law."""
        order = Random(f"{lot} {ladder.name}").sample(self.rungs, len(self.rungs))
        climbing = (step for rung in order for step in self._climb(ladder, rung))
        part = topology.part_of(ladder.feature).name
        return Experiment(
            name=ladder.name,
            question=ladder.question,
            method=(Scale(ladder.feature, 1), Idle(self.idle_s), *climbing),
            metrics=tuple(self._metrics(part)),
            extra_s=SCALE_S * len(order) + self.idle_s,
        )

    def _climb(self, ladder: Ladder, rung: Rung) -> Iterator[Step]:
        feature = ladder.feature
        yield Limit(feature, UNHINDERED)
        yield Scale(feature, rung.replicas)
        yield Limit(feature, self.quota * rung.times / rung.replicas)
        yield load(ladder.mix, name=rung.name, clients=self.clients * rung.times)
        yield wait(self.window_s)

    def _metrics(self, part: str) -> Iterator[Metric]:
        yield from idle_figures(part)
        for rung in self.rungs:
            yield from figures_of(part, rung.name)
