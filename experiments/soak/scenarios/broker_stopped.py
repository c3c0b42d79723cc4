"""The broker is away for a minute: orders are taken in all the same, and done after it."""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from experiments.checks.history.operation import End, Operation
from experiments.checks.invariants.fetch import fetch
from experiments.checks.invariants.settle import await_settled
from experiments.soak.finding import Finding
from experiments.soak.ground import Ground
from experiments.soak.scenario import Scenario
from experiments.soak.wishes import Wish, wishes
from experiments.stacks.protocol import Broker

ORDERS_A_S: Final = 10.0
DRAINED_WITHIN_S: Final = 30.0


@dataclass(frozen=True)
class Outage:
    seconds: float


def act(ground: Ground, size: Outage) -> Iterator[Finding]:
    tries: list[Operation] = []

    def try_once(wish: Wish, _: threading.Event) -> None:
        tries.append(ground.shoppers.place(wish))

    ground.arm.kill(Broker(), stays_down=True)
    with ground.shopping(wishes(ground.dice, "outage"), ORDERS_A_S, try_once):
        ground.pause(size.seconds)
    began = time.monotonic()
    ground.arm.restart(Broker())
    yield all_accepted(size.seconds, tries)
    yield drained_in_time(_drained_s(ground, began))
    for each in tries:
        for sight in each.sights:
            ground.shoppers.look(each.customer_id, sight.order_id)


def all_accepted(seconds: float, tries: Sequence[Operation]) -> Finding:
    accepted = sum(each.end is End.DONE for each in tries)
    seen = f"{accepted} of {len(tries)}"
    kept = 0 < len(tries) == accepted
    return Finding(f"100% accepted without a broker for {seconds:.0f} s", seen, kept)


def drained_in_time(seconds: float | None) -> Finding:
    """None where it was not drained at all."""
    asked = f"drained within {DRAINED_WITHIN_S:.0f} s"
    if seconds is None:
        return Finding(asked, "not at all", False)
    return Finding(asked, f"{seconds:.1f} s", seconds <= DRAINED_WITHIN_S)


def _drained_s(ground: Ground, began: float) -> float | None:
    """From the command that brings the broker back, until every order is final and told."""
    waiting_since = time.monotonic()
    settled = await_settled(lambda: fetch(ground.arm.audit_url), 2 * DRAINED_WITHIN_S, ground.say)
    return waiting_since - began + settled.seconds if settled.is_complete else None


scenario = Scenario(
    name="broker-stopped",
    act=act,
    full=Outage(seconds=60),
    cut=Outage(seconds=10),
    full_s=80,
    cut_s=20,
    broker_only="has no broker to be without",
)
