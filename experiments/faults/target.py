"""What a fault hits on one arm, found through its topology, and why it could not be hit there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from experiments.faults.fault import Fault
from experiments.faults.place import Place
from experiments.stacks.protocol import (
    Ability,
    Broker,
    Database,
    Link,
    Replica,
    Target,
    bus_of,
    clock_of,
)
from experiments.topology import Topology


@dataclass(frozen=True)
class Wrapped:
    """What stands within the wrapper of a release and is nobody else's: a feature, or its bus."""

    name: str


@dataclass(frozen=True)
class Clock:
    """The clock of a part's replicas, which is wrong in one way at a time."""

    part: str


@dataclass(frozen=True)
class OutsideWorld:
    """The outside world, which behaves in one way at a time."""


@dataclass(frozen=True)
class Between:
    """The network from a part to a feature."""

    caller: str
    feature: str


Hit = Target | Wrapped | Clock | Between | OutsideWorld

WRAPPED: Final = (Place.FEATURE, Place.BUS, Place.CLOCK)
"""Where a release puts a wrapper that a switch of the stack wakes."""
NEEDED: Final[Mapping[str, Ability]] = {
    "pause": Ability.PAUSE,
    "read only": Ability.READ_ONLY,
    "link": Ability.LINKS,
    "fill": Ability.DISK_FULL,
}
"""By act, what a stack must be able to do."""


def hit_by(fault: Fault, topology: Topology) -> Hit:
    """The same for two faults that would get in each other's way. Says nothing of whether the arm
    has it: see `missing_on`."""
    match fault.place:
        case Place.FEATURE:
            return Wrapped(fault.feature)
        case Place.BUS:
            return Wrapped(bus_of(fault.feature))
        case Place.CLOCK:
            return Clock(topology.part_of(fault.feature).name)
        case Place.LINK:
            return Between(caller_of(fault, topology), fault.feature)
        case Place.OUTSIDE:
            return OutsideWorld()
    return target_of(fault, topology)


def target_of(fault: Fault, topology: Topology) -> Target:
    """Of a fault that hits a process of the arm."""
    part = topology.part_of(fault.feature).name
    match fault.place:
        case Place.REPLICA:
            return Replica(part, _index_of(fault))
        case Place.DATABASE:
            return Database(part)
        case Place.BROKER:
            return Broker()
    raise TypeError(f"{fault} hits no process of an arm")


def switch_of(fault: Fault) -> str:
    """The switch of the stack that wakes its wrapper."""
    match fault.place:
        case Place.BUS:
            return bus_of(fault.feature)
        case Place.CLOCK:
            return clock_of(fault.feature)
    return fault.feature


def caller_of(fault: Fault, topology: Topology) -> str:
    """The part from which the feature is asked, of a fault of a link."""
    return topology.part_of(str(fault.setting["caller"])).name


def link_from(fault: Fault) -> Link:
    """What it makes of the link."""
    link = fault.setting["link"]
    assert isinstance(link, dict)
    return Link(**link)


def needs_of(fault: Fault) -> tuple[Ability, ...]:
    """What a stack must be able to do for it."""
    if fault.place in WRAPPED:
        return ()
    needed = NEEDED.get(str(fault.setting["fault"]))
    return (needed,) if needed else ()


def missing_on(fault: Fault, topology: Topology) -> str:
    """Why this arm has nothing for it to hit; "" where it has."""
    part = topology.part_of(fault.feature)
    if fault.place is Place.BROKER and not topology.broker:
        return f"{fault}: {topology.name} has no broker"
    if fault.place is Place.BUS and not topology.sends:
        return f"{fault}: {topology.name} sends no messages"
    if fault.place is Place.LINK and caller_of(fault, topology) == part.name:
        return f"{fault}: {topology.name} has no network there"
    if fault.place is Place.REPLICA:
        index = _index_of(fault)
        if index > part.replicas:
            return f"{fault}: {part.name} has no replica {index}: it starts with {part.replicas}"
    return ""


def _index_of(fault: Fault) -> int:
    """The replica's number, of a fault of one."""
    index = fault.setting["index"]
    assert isinstance(index, int)
    return index
