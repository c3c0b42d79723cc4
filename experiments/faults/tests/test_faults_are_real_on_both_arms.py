"""On each arm as it really runs, started once: every fault fires, is seen, and clears."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from experiments.budget import load_budget
from experiments.faults.cpu_burn import cpu_burn
from experiments.faults.crash import crash
from experiments.faults.errors import errors
from experiments.faults.fault import Fault
from experiments.faults.firing import firings
from experiments.faults.hang import hang
from experiments.faults.look import Look
from experiments.faults.memory_leak import memory_leak
from experiments.faults.proof import ENOUGH_LOOKS, LAST_LOOKS, FaultProof, Injection, prove, shows
from experiments.faults.slow import slow
from experiments.faults.switchable import switchable
from experiments.faults.witness import Witness
from experiments.stacks.protocol import Stack
from experiments.testing.real_arm import running_arm
from experiments.testing.waiting import wait_until
from experiments.topology import FEATURES, TOPOLOGIES

pytestmark = [pytest.mark.real, pytest.mark.timeout(240)]
CLIENT_S = load_budget().timeouts.client_ms / 1000
GLANCE_S = 0.05
FAULTS = (
    crash("recommendations"),
    crash("payments"),
    hang("recommendations"),
    hang("payments"),
    cpu_burn("catalog", ms=100),
    slow("inventory", median_ms=150),
    slow("notifications", median_ms=200, sigma=0.5),
    errors("orders"),
    errors("catalog", share=0.2),
    memory_leak("recommendations", mib=64),
)


@pytest.fixture(scope="module", params=sorted(TOPOLOGIES))
def arm(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stack]:
    logs = tmp_path_factory.mktemp(request.param) / "logs"
    with running_arm(request.param, logs, switchable(FEATURES)) as stack:
        yield stack


@dataclass(frozen=True)
class Told:
    """What a fault's run left behind."""

    proof: FaultProof
    looks: list[Look]


def endure(arm: Stack, fault: Fault) -> Told:
    """Inject the fault until somebody has seen it, clear it, and wait until nobody does."""
    with Witness(arm.gateway_url, fault.feature, CLIENT_S, GLANCE_S) as witness:
        looks = witness.looks
        wait_until(lambda: well(looks[-ENOUGH_LOOKS:], fault, ENOUGH_LOOKS), 30)
        began, injected_s = len(looks), time.monotonic()
        arm.switch(fault.feature, fault.setting)
        try:
            wait_until(lambda: any(shows(fault, one) for one in looks[began:]), 45)
        finally:
            arm.switch(fault.feature, None)
        cleared_s, over = time.monotonic(), len(looks)
        arm.wait_healthy(60)
        wait_until(lambda: well(looks[over:][-LAST_LOOKS:], fault, LAST_LOOKS), 30)
    fired = firings(arm.fired(fault.feature))
    return Told(prove(Injection(fault, injected_s, cleared_s), fired, looks), looks)


def well(looks: list[Look], fault: Fault, count: int) -> bool:
    return len(looks) == count and not any(shows(fault, one) for one in looks)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.name} of {fault.feature}")
def test_a_fault_fires_is_seen_and_clears(
    arm: Stack, fault: Fault, say: Callable[[str], None]
) -> None:
    told = endure(arm, fault)
    say(f"{arm.topology.name}: {fault.name} of {fault.feature}: {len(told.looks)} looks")
    assert told.proof.reasons == ()
