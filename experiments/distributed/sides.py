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
    """An arm that is started from `release`, under a label of its own, and `without` these."""

    label: str
    arm: str
    release: Release
    without: tuple[Protection, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing was taken away: not one violation is allowed then."""
        return not self.release.changes


@dataclass(frozen=True)
class Visit:
    """One side, started fresh, under one disturbance."""

    side: Side
    under: Disturbance

    @property
    def leaves_open(self) -> bool:
        """Whether some of its orders will never be final."""
        return any(each.loses and each.shown_by == self.under.name for each in self.side.without)


def without(protection: Protection) -> Side:
    """The services, which have all the others."""
    return Side(f"without {protection.name!r}", SERVICES.name, protection.without, (protection,))


def visits(study: Complexity) -> Iterator[Visit]:
    """In their order. An arm without messages has nothing that could be disturbed, but the naive
    release is held against it as well; one protection is missed where that must show."""
    everything = naive(tuple(each.without for each in study.protections))
    for topology in (MONOLITH, SERVICES):
        under = study.loads if topology.sends else (CALM,)
        name = topology.name
        whole = Side(name, name, BASE)
        for side in (whole, Side(f"{name}, naive", name, everything, study.protections)):
            yield from (Visit(side, each) for each in under)
    for protection in study.protections:
        yield Visit(without(protection), study.disturbance(protection.shown_by))
