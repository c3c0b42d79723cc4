"""What does a fault where it hits, and undoes it: one hand for each kind of place."""

from collections.abc import Mapping
from typing import Protocol

from experiments.faults.fault import Fault
from experiments.faults.place import Place
from experiments.faults.target import caller_of, link_from, switch_of, target_of
from experiments.method.acts import act_of
from experiments.method.switches import Switches
from experiments.method.world import World
from experiments.stacks.protocol import Link, Stack


class Hand(Protocol):
    """All may raise StackError."""

    def do(self, fault: Fault, /) -> None: ...

    def undo(self, fault: Fault, /) -> None: ...

    def is_well(self, fault: Fault, /) -> bool:
        """Whether what the fault would hit is there to be hit."""
        ...


class OnSwitches:
    """For what stands within a wrapper: a feature, its bus, or its clock. Wrappers say themselves
    what they have hit."""

    def __init__(self, switches: Switches) -> None:
        self._switches = switches

    def do(self, fault: Fault) -> None:
        self._switches.set(switch_of(fault), fault.setting)

    def undo(self, fault: Fault) -> None:
        self._switches.set(switch_of(fault), None)

    def is_well(self, _: Fault, /) -> bool:
        return True


class OnProcesses:
    """For the arm's replicas, databases and broker."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack

    def do(self, fault: Fault) -> None:
        target = target_of(fault, self._stack.topology)
        act_of(fault.setting).do(self._stack, target, fault.setting)

    def undo(self, fault: Fault) -> None:
        target = target_of(fault, self._stack.topology)
        act_of(fault.setting).undo(self._stack, target, fault.setting)

    def is_well(self, fault: Fault) -> bool:
        target = target_of(fault, self._stack.topology)
        return act_of(fault.setting).is_well(self._stack, target)


class OnLinks:
    """For the network between two parts."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack

    def do(self, fault: Fault) -> None:
        self._set(fault, link_from(fault))

    def undo(self, fault: Fault) -> None:
        self._set(fault, None)

    def is_well(self, _: Fault, /) -> bool:
        return True

    def _set(self, fault: Fault, link: Link | None) -> None:
        self._stack.link(caller_of(fault, self._stack.topology), fault.feature, link)


class OnTheWorld:
    """For the world outside the shop."""

    def __init__(self, world: World) -> None:
        self._world = world

    def do(self, fault: Fault) -> None:
        behaviour = fault.setting["behaviour"]
        assert isinstance(behaviour, dict)
        self._world.misbehave(behaviour)

    def undo(self, _: Fault, /) -> None:
        self._world.behave_again()

    def is_well(self, _: Fault, /) -> bool:
        return True


def hands_on(stack: Stack, switches: Switches, world: World) -> Mapping[Place, Hand]:
    """For every place there is."""
    on_switches, on_processes = OnSwitches(switches), OnProcesses(stack)
    return {
        Place.FEATURE: on_switches,
        Place.BUS: on_switches,
        Place.CLOCK: on_switches,
        Place.REPLICA: on_processes,
        Place.DATABASE: on_processes,
        Place.BROKER: on_processes,
        Place.LINK: OnLinks(stack),
        Place.OUTSIDE: OnTheWorld(world),
    }
