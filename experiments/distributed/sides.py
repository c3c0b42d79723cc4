"""Who is disturbed: both arms as they are, without all protections, and without one at a time."""

from collections.abc import Iterator
from dataclasses import dataclass

from experiments.artefacts.release import BASE, Release
from experiments.distributed.complexity import CALM, Complexity, Disturbance
from experiments.distributed.protection import Protection
from experiments.distributed.releases import naive
from experiments.topology import MONOLITH, SERVICES


@dataclass(frozen=True)
class Side:
    """An arm that is started from `release`, under a label of its own."""

    label: str
    arm: str
    release: Release

    @property
    def is_whole(self) -> bool:
        """Whether nothing was taken away: not one violation is allowed then."""
        return not self.release.changes


@dataclass(frozen=True)
class Visit:
    """One side, started fresh, under one disturbance."""

    side: Side
    under: Disturbance


def without(protection: Protection) -> Side:
    """The services, which have all the others."""
    return Side(f"without {protection.name!r}", SERVICES.name, protection.without)


def visits(study: Complexity) -> Iterator[Visit]:
    """In their order. An arm without messages has nothing that could be disturbed, but the naive
    release is held against it as well; one protection is missed where that must show."""
    everything = naive(tuple(each.without for each in study.protections))
    for topology in (MONOLITH, SERVICES):
        under = study.loads if topology.broker else (CALM,)
        for label, release in ((topology.name, BASE), (f"{topology.name}, naive", everything)):
            side = Side(label, topology.name, release)
            yield from (Visit(side, each) for each in under)
    for protection in study.protections:
        yield Visit(without(protection), study.disturbance(protection.shown_by))
