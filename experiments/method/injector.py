"""Injects faults wherever they hit, remembers which are in force, and takes them back."""

import os
import time
from collections.abc import Iterable
from contextlib import ExitStack

from experiments.faults.fault import Fault, FaultError
from experiments.faults.firing import Firing, firings
from experiments.faults.target import WRAPPED, Hit, hit_by, missing_on, switch_of
from experiments.method.hands import hands_on
from experiments.method.steps import Clear, Inject
from experiments.method.switches import Switches
from experiments.method.world import World
from experiments.stacks.protocol import Stack


class Injector:
    """Of one arm. What it does to processes ends with the arm as well, in whatever way that does;
    what it tells the outside world is taken back by `World.let_go`."""

    def __init__(self, stack: Stack, switches: Switches, world: World) -> None:
        self._stack = stack
        self._switches = switches
        self._hands = hands_on(stack, switches, world)
        self._in_force: dict[Hit, Fault] = {}
        self._noted: list[tuple[Fault, Firing]] = []

    def do(self, step: Inject | Clear) -> None:
        """Raises StackError, and FaultError where the arm has nothing for the fault to hit, or
        something else hits it now. Nothing has been done then."""
        if isinstance(step, Inject):
            self._inject(step.fault)
        else:
            self._clear(step.feature)

    def fired(self, fault: Fault) -> tuple[Firing, ...]:
        """When it acted, by the word of the wrappers where there are some, else by the stack's: a
        target that was not well before is not hit."""
        if fault.place in WRAPPED:
            return firings(self._stack.fired(switch_of(fault)))
        return tuple(firing for noted, firing in self._noted if noted == fault)

    def put_back(self) -> None:
        """No fault is in force. Raises StackError, when all others have been taken back."""
        self._take_back(tuple(self._in_force))

    def _inject(self, fault: Fault) -> None:
        hit, hand = hit_by(fault, self._stack.topology), self._hands[fault.place]
        if other := self._in_force.get(hit):
            raise FaultError(f"{fault}: {other} hits the same now")
        if missing := missing_on(fault, self._stack.topology):
            raise FaultError(missing)
        was_well = hand.is_well(fault)
        self._in_force[hit] = fault  # before it is done: half of it is undone as well
        hand.do(fault)
        if was_well:
            now, act = time.monotonic(), str(fault.setting["fault"])
            self._noted.append((fault, Firing(now, os.getpid(), act, 1)))

    def _clear(self, feature: str) -> None:
        self._switches.set(feature, None)  # work that was added to it goes, too
        self._take_back([hit for hit, fault in self._in_force.items() if fault.feature == feature])

    def _take_back(self, hits: Iterable[Hit]) -> None:
        """One that cannot be taken back keeps no other."""
        with ExitStack() as others:
            for hit in hits:
                others.callback(self._undo, hit)

    def _undo(self, hit: Hit) -> None:
        fault = self._in_force[hit]
        self._hands[fault.place].undo(fault)
        del self._in_force[hit]
