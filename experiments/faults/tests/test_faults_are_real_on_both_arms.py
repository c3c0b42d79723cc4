"""On each arm as it really runs, started once: every fault fires, is seen, and clears."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext

import pytest

from experiments.budget import load_budget
from experiments.faults.catalogue import fault_named
from experiments.faults.clock_skewed import READING
from experiments.faults.cpu_burn import cpu_burn
from experiments.faults.crash import crash
from experiments.faults.errors import errors
from experiments.faults.fault import Fault
from experiments.faults.hang import hang
from experiments.faults.memory_leak import memory_leak
from experiments.faults.messages import RECEIVING
from experiments.faults.place import Place
from experiments.faults.slow import slow
from experiments.faults.switchable import switchable
from experiments.faults.target import missing_on
from experiments.outside.customer import serves
from experiments.outside.order import behave
from experiments.stacks.protocol import Stack
from experiments.testing.buying import buying
from experiments.testing.endured import Sufferer
from experiments.testing.real_arm import running_arm
from experiments.topology import FEATURES, OUTSIDE_PORT, TOPOLOGIES

pytestmark = [pytest.mark.real, pytest.mark.timeout(240)]
CLIENT_S = load_budget().timeouts.client_ms / 1000
OUTSIDE_URL = f"http://127.0.0.1:{OUTSIDE_PORT}"
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
    fault_named("connection-leak", "payments"),
    fault_named("replica-killed", "inventory"),
    fault_named("replica-down", "catalog"),
    fault_named("replica-paused", "payments"),
    fault_named("database-killed", "payments"),
    fault_named("database-down", "orders"),
    fault_named("database-paused", "catalog"),
    fault_named("database-read-only", "payments"),
    fault_named("database-disk-full", "payments"),
    fault_named("broker-killed", "orders"),
    fault_named("broker-down", "inventory"),
    fault_named("broker-paused", "orders"),
    fault_named("network-slow", "inventory"),
    fault_named("network-reset", "recommendations"),
    fault_named("network-partition", "inventory"),
    fault_named("messages-duplicated", "payments"),
    fault_named("messages-reordered", "orders"),
    fault_named("messages-delayed", "inventory"),
    fault_named("outside-slow", "orders"),
    fault_named("outside-black-hole", "recommendations"),
    fault_named("outside-wrong", "orders"),
    fault_named("clock-skewed", "orders"),
)


@pytest.fixture(scope="module", params=sorted(TOPOLOGIES))
def arm(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stack]:
    logs = tmp_path_factory.mktemp(request.param) / "logs"
    with running_arm(request.param, logs, switchable(FEATURES, RECEIVING, READING)) as stack:
        yield stack


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_fires_is_seen_and_clears(
    arm: Stack, fault: Fault, say: Callable[[str], None]
) -> None:
    if missing := missing_on(fault, arm.topology):
        pytest.skip(missing)
    sufferer = Sufferer(
        arm,
        lambda behaviour: behave(OUTSIDE_URL, behaviour),
        lambda question: serves(OUTSIDE_URL, question, CLIENT_S),
        CLIENT_S,
    )
    quiet = fault.place not in (Place.BUS, Place.CLOCK)
    with nullcontext() if quiet else buying(arm.gateway_url):
        endured = sufferer.endure(fault, GLANCE_S)
    say(f"{arm.topology.name}: {fault}: {len(endured.looks)} looks")
    assert endured.proof.reasons == ()
