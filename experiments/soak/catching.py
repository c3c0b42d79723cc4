"""Kills a process exactly when it is at one point of an order's way."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import psutil

from experiments.faults.firing import firings
from experiments.soak.finding import Finding
from experiments.soak.ground import Ground, NotSeen
from experiments.stacks.protocol import Replica, bus_of

CAUGHT_WITHIN_S: Final = 30.0
NAME: Final = "CLEAVE_REPLICA"
"""Of the variable that tells a replica its own name."""


@dataclass(frozen=True)
class Point:
    """Where a message of this type passes by: `when` it is about to be handled by the feature or,
    at its `bus`, published by it, or has been. `says` is the point in words."""

    says: str
    feature: str
    what: str
    when: Literal["before", "after"]
    bus: bool = False

    @property
    def switch(self) -> str:
        return bus_of(self.feature) if self.bus else self.feature

    @property
    def setting(self) -> dict[str, object]:
        return {"fault": "hold", "what": self.what, "when": self.when}


def catch(ground: Ground, point: Point) -> Replica:
    """Holds whoever comes to the point, kills the first of them -9, lets the others go on. Raises
    NotSeen where nobody comes."""
    arm = ground.arm
    before = len(arm.fired(point.switch))
    arm.switch(point.switch, point.setting)
    try:
        ground.until(
            lambda: len(arm.fired(point.switch)) > before, f"somebody {point.says}", CAUGHT_WITHIN_S
        )
        caught = firings(arm.fired(point.switch)[before:])[0]
        replica = replica_of(caught.pid)
        arm.kill(replica)
    finally:
        arm.switch(point.switch, None)
    return replica


def replica_of(pid: int) -> Replica:
    """The replica that a process works for. Raises NotSeen for one that is gone."""
    try:
        name = psutil.Process(pid).environ()[NAME]
    except (psutil.Error, KeyError) as error:
        raise NotSeen(f"process {pid} works for no replica") from error
    part, _, index = name.rpartition("-")
    return Replica(part, int(index))


class Deaths:
    """Who was killed since all were well. Where a part has several replicas, the others go on, and
    nobody waits before each of them has been killed."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._dead: set[Replica] = set()

    def add(self, replica: Replica) -> None:
        self._dead.add(replica)
        of_part = sum(each.part == replica.part for each in self._dead)
        if of_part >= self._ground.arm.replicas(replica.part):
            self._ground.recover()
            self._dead.clear()


@dataclass(frozen=True)
class Deadly:
    kills: int


def kill_in_turn(ground: Ground, points: Sequence[Point], kills: int) -> Finding:
    """At each point as often as at every other, while orders come. Raises NotSeen."""
    deaths = Deaths(ground)
    for number in range(kills):
        point = points[number % len(points)]
        ground.say(f"{number + 1} of {kills}: who {point.says}")
        deaths.add(catch(ground, point))
    ground.recover()
    return Finding(f"{kills} killed in turn", f"at {min(kills, len(points))} points", None)
