"""Faults that could not be told apart, or proven: known from the method, before anything runs."""

from collections.abc import Iterable

from experiments.faults.fault import Fault, FaultError
from experiments.faults.target import Hit, hit_by
from experiments.method.steps import Clear, Inject, Segment
from experiments.topology import Topology


def require_apart(segments: Iterable[Segment], topology: Topology) -> None:
    """FaultError where two faults hit the same on this arm at a time, where one is injected twice
    under a load or not cleared under it, or while nobody shops."""
    for segment in segments:
        for fault in segment.faults if segment.load is None else ():
            raise FaultError(f"{fault} is injected under no load, where nobody could see it")
        _follow(segment, topology)


def _follow(segment: Segment, topology: Topology) -> None:
    in_force: dict[Hit, Fault] = {}
    earlier: list[str] = []
    for step in segment.steps:
        match step:
            case Inject(fault):
                hit = hit_by(fault, topology)
                if other := in_force.get(hit):
                    arm = topology.name
                    raise FaultError(f"{other} and {fault} hit the same on {arm} at a time")
                if str(fault) in earlier:
                    raise FaultError(f"{fault} is injected twice under one load")
                in_force[hit] = fault
                earlier.append(str(fault))
            case Clear(feature):
                in_force = {hit: one for hit, one in in_force.items() if one.feature != feature}
    for fault in in_force.values():
        raise FaultError(f"{fault} is never cleared under its load")
