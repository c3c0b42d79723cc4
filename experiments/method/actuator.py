"""Does single steps to an arm through its stack, and can undo all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from experiments.artefacts.release import Release
from experiments.faults.fault import Fault
from experiments.faults.firing import Firing
from experiments.method.capacity import Capacity
from experiments.method.deployments import Deployments
from experiments.method.injector import Injector
from experiments.method.steps import (
    FLAG,
    Ask,
    Clear,
    Deploy,
    FlagOn,
    Inject,
    InOrder,
    Limit,
    Outside,
    Probe,
    RollBack,
    Sampling,
    Scale,
    Step,
    Way,
    Work,
)
from experiments.method.switches import Switches
from experiments.method.world import World
from experiments.releases.flag import FORMER
from experiments.stacks.protocol import Stack

HEALTHY_S = 240.0
"""Until an arm is well again. Without shedding, a flooded one first answers all who have left."""


@dataclass(frozen=True)
class Effort:
    """What a step took: seconds of it that went into building artefacts, and deploys of a part."""

    building_s: float
    deploys: int


class Actuator:
    """`facts` are the answers of probes so far, by their names."""

    def __init__(
        self,
        stack: Stack,
        base: Release,
        set_outside: Callable[[Mapping[str, Any]], None],
        replicas: Callable[[float], int],
        ask: Callable[[Probe, str], float],
    ) -> None:
        self.facts: dict[str, float] = {}
        self._stack = stack
        self._switches = Switches(stack)
        self._world = World(set_outside)
        self._injector = Injector(stack, self._switches, self._world)
        self._deployments = Deployments(stack, base)
        self._capacity = Capacity(stack, replicas)
        self._ask = ask

    def fired(self, fault: Fault) -> tuple[Firing, ...]:
        """When the fault acted. Raises StackError."""
        return self._injector.fired(fault)

    def replicas(self) -> dict[str, int]:
        """How many of each part there are now."""
        return self._capacity.replicas()

    def do(self, step: Step) -> Effort:
        """Returns when it is done. Raises StackError, and FaultError."""
        before_s, before = self._deployments.building_s, self._deployments.made
        match step:
            case Inject() | Clear():
                self._injector.do(step)
            case Work() | FlagOn():
                self._switches.do(step)
            case RollBack(feature, way):
                self._roll_back(feature, way)
            case Deploy() | InOrder():
                self._deployments.do(step)
            case Scale() | Limit() | Sampling():
                self._capacity.do(step)
            case Outside(behaviour):
                self._world.usually(behaviour)
            case Ask(name, probe):
                self.facts[name] = self._ask(probe, self._stack.gateway_url)
            case _:
                raise TypeError(f"{type(step).__name__} is no step to do")
        made = self._deployments.made - before
        return Effort(self._deployments.building_s - before_s, made)

    def put_back(self) -> None:
        """The arm as it was before the first step, all of it healthy; only migrations stay. What
        ran before is deployed when it can work on them again. Raises StackError."""
        self._injector.put_back()
        self._capacity.lift_limits()
        self._deployments.put_back()
        self._switches.put_back()
        self._capacity.sample_as_before()
        self._capacity.scale_back()
        self._stack.wait_healthy(HEALTHY_S)

    def let_go(self) -> None:
        """What outlives the arm is as it was, whatever happened."""
        self._world.let_go()

    def _roll_back(self, feature: str, way: Way) -> None:
        if way == FLAG:
            self._switches.set(feature, FORMER)
        else:
            self._deployments.roll_back(feature, way)
