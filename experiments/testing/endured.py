"""Makes an arm endure a fault, for as long as it takes to see it, and says whether it was real."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from experiments.faults.fault import Fault
from experiments.faults.look import Look
from experiments.faults.proof import ENOUGH_LOOKS, LAST_LOOKS, FaultProof, Injection, prove, shows
from experiments.faults.witness import Witness
from experiments.method.injector import Injector
from experiments.method.looking import AskOutside, looking_at
from experiments.method.steps import Clear, Inject
from experiments.method.switches import Switches
from experiments.method.world import World
from experiments.stacks.protocol import Stack
from experiments.testing.waiting import wait_until

SEEN_S, WELL_S = 45.0, 60.0
BEFORE: Final = 2 * ENOUGH_LOOKS
"""Good looks before a fault: so many that one which it catches half way does not spoil them."""


@dataclass(frozen=True)
class Endured:
    """What a fault's run left behind."""

    proof: FaultProof
    looks: list[Look]


class Sufferer:
    """An arm; how the outside world is told to behave, and asked."""

    def __init__(
        self,
        arm: Stack,
        tell: Callable[[Mapping[str, Any]], None],
        ask_outside: AskOutside,
        timeout_s: float,
    ) -> None:
        self._arm = arm
        self._tell = tell
        self._ask_outside = ask_outside
        self._timeout_s = timeout_s

    def endure(self, fault: Fault, every_s: float) -> Endured:
        """Inject it until somebody has seen it, clear it, and wait until nobody does."""
        injector = Injector(self._arm, Switches(self._arm), World(self._tell))
        looking = looking_at(fault, self._arm, self._ask_outside, self._timeout_s)
        with Witness(looking, every_s) as witness:
            looks = witness.looks
            wait_until(lambda: _well(looks[-BEFORE:], fault, BEFORE), WELL_S)
            began, injected_s = len(looks), time.monotonic()
            try:
                injector.do(Inject(fault))
                wait_until(lambda: _was_seen(looks[began:], fault, injected_s), SEEN_S)
            finally:
                cleared_s = time.monotonic()
                injector.do(Clear(fault.feature))
            over = len(looks)
            self._arm.wait_healthy(WELL_S)
            wait_until(lambda: _well(looks[over:][-LAST_LOOKS:], fault, LAST_LOOKS), WELL_S)
        injection = Injection(fault, injected_s, cleared_s)
        return Endured(prove(injection, injector.fired(fault), looks), looks)


def _well(looks: list[Look], fault: Fault, count: int) -> bool:
    return len(looks) == count and not any(shows(fault, one) for one in looks)


def _was_seen(looks: list[Look], fault: Fault, since_s: float) -> bool:
    """By a look that began under the fault: an earlier one proves nothing."""
    return any(shows(fault, one) for one in looks if one.at_s >= since_s)
