"""Each fault of infrastructure on a fake arm: it fired, a client of what it hit saw it, it cleared.

`faults/tests/test_faults_are_real_on_both_arms.py` holds real arms to the same.
"""

import threading
from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

import pytest

from experiments.faults.catalogue import FAULTS, fault_named, features_for
from experiments.faults.database_killed import database_killed
from experiments.faults.fault import Fault
from experiments.faults.firing import Firing
from experiments.faults.look import Look
from experiments.faults.proof import LAST_LOOKS
from experiments.faults.target import WRAPPED
from experiments.measure.observation import Mark
from experiments.method.fault_watch import LOOK_EVERY_S, PATIENCE_S, FaultWatch
from experiments.method.looking import looking_at
from experiments.outside.behaviour import Behaviour, behaviour_from
from experiments.testing.endured import Sufferer
from experiments.testing.fake_stack import FakeStack
from experiments.topology import ORDERS, SERVICES

INFRASTRUCTURE = [
    name
    for name in FAULTS
    if ORDERS in features_for(name) and fault_named(name, ORDERS).place not in WRAPPED
]
KEY = "an order"


class MadeUpWorld:
    """Behaves as it is told, without a server."""

    def __init__(self) -> None:
        self._behaviour = Behaviour()

    def hear(self, body: Mapping[str, Any]) -> None:
        self._behaviour = behaviour_from(body)

    def ask(self, question: str) -> bool:
        towards = self._behaviour.towards(question)
        threading.Event().wait(towards.latency_s(KEY))
        return not (towards.hang or towards.is_wrong(KEY))


@pytest.fixture
def stack() -> FakeStack:
    stack = FakeStack(SERVICES)
    stack.start()
    return stack


@pytest.mark.parametrize("name", INFRASTRUCTURE)
def test_a_fault_fires_is_seen_and_clears(stack: FakeStack, name: str) -> None:
    world = MadeUpWorld()
    sufferer = Sufferer(stack, world.hear, world.ask, 2.0)
    assert sufferer.endure(fault_named(name, ORDERS), 0.001).proof.reasons == ()


def unreal(fault: Fault, looks: list[Look], fired: tuple[Firing, ...]) -> tuple[str, ...]:
    """Of a watch that saw these looks at a fault from second 10 to second 20."""
    watch = FaultWatch([fault], lambda _: nullcontext(lambda: True))
    watch._watched[0][1].looks += looks
    marks = (
        Mark("inject", f"{fault.name} {fault.feature}", 10.0, 10.1, 0.0),
        Mark("clear", fault.feature, 20.0, 20.1, 0.0),
        Mark("clear", fault.feature, 30.0, 30.1, 0.0),
    )
    return watch.unreal(marks, lambda _: fired)


def looks(bad: range) -> list[Look]:
    return [Look(float(at), 1.0, at not in bad) for at in range(41)]


FIRED = (Firing(10.05, 1, "kill", 1),)


def test_a_watch_says_nothing_of_a_fault_that_was_real() -> None:
    assert unreal(database_killed(ORDERS), looks(range(10, 15)), FIRED) == ()


def test_a_target_that_was_not_hit_makes_the_visit_invalid() -> None:
    assert unreal(database_killed(ORDERS), looks(range(10, 15)), ()) == (
        "database killed of orders: it never fired",
    )


def test_a_database_that_does_not_come_back_makes_the_visit_invalid() -> None:
    (reason,) = unreal(database_killed(ORDERS), looks(range(10, 41)), FIRED)
    assert reason == "database killed of orders: clients saw it at the end, too: in 20 of 20 looks"


def test_what_the_load_found_broken_already_is_not_the_fault() -> None:
    (never, before) = unreal(database_killed(ORDERS), looks(range(15)), ())
    assert never.endswith("it never fired")
    assert "clients saw it before it, too: in 10 of 10 looks" in before


def seen_off(well_after: int) -> int:
    """Pauses, where a look comes with each, and those after the first `well_after` are good."""
    fault, paused = database_killed(ORDERS), 0
    watch = FaultWatch([fault], lambda _: nullcontext(lambda: True))
    seen = watch._watched[0][1].looks
    seen += looks(range(10, 41))

    def pause(seconds: float) -> None:
        nonlocal paused
        paused += 1
        seen.append(Look(40 + paused * seconds, 1.0, paused > well_after))

    marks = (
        Mark("inject", f"{fault.name} {fault.feature}", 10.0, 10.1, 0.0),
        Mark("clear", fault.feature, 20.0, 20.1, 0.0),
    )
    watch.see_off(marks, pause)
    return paused


def test_an_arm_that_recovers_after_its_load_is_waited_for() -> None:
    assert 30 < seen_off(well_after=30) <= 30 + LAST_LOOKS


def test_an_arm_that_does_not_recover_is_not_waited_for_in_vain() -> None:
    assert seen_off(well_after=10**6) == PATIENCE_S / LOOK_EVERY_S


@pytest.mark.parametrize(
    ("name", "switch"), [("messages-duplicated", "orders.bus"), ("clock-skewed", "orders.clock")]
)
def test_what_only_who_was_hit_can_tell_is_seen_by_its_word(
    stack: FakeStack, name: str, switch: str
) -> None:
    fault = fault_named(name, ORDERS)
    stack.acts = {switch: (f"12.5 4711 {fault.setting['fault']} 1",)}
    with looking_at(fault, stack, lambda _: True, 2.0) as see:
        assert see()
        stack.switch(switch, fault.setting)
        assert not see()
        assert see()
