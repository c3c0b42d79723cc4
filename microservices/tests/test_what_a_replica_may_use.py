"""What the lab's report tells of a service's threads and connections is what it is made of."""

import pytest

from experiments.budget import load_budget
from experiments.topology import REST
from experiments.topology import SERVICES as TOPOLOGY
from experiments.transports import over
from microservices.catalog import product_page
from microservices.chassis.config import ServiceConfig
from microservices.chassis.service import BACKGROUND_POOL, Service
from microservices.chassis.tests.memory_bus import MemoryBroker
from microservices.orders.screening import Screening
from microservices.tests.arm import SERVICES, Arm
from shared_domain.messages.forms import JSON

NOWHERE = "postgresql+psycopg://m:m@127.0.0.1:1/m"
NOBODY = "http://127.0.0.1:1"


@pytest.fixture(scope="module")
def arm() -> Arm:
    """Put together and not started: nothing is opened."""
    return Arm(dict.fromkeys(SERVICES, NOWHERE), NOBODY, NOBODY)


@pytest.mark.parametrize("name", SERVICES)
def test_the_topology_counts_the_threads_beside_http(arm: Arm, name: str) -> None:
    service = arm.services[name]
    working = sum(len(each.threads) for each in (service.relay, *service.workers))
    pages = product_page.THREADS if name == "catalog" else 0
    assert TOPOLOGY.part_of(name).beside == working + pages


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_that_calls_its_readers_has_a_sender_for_each_topic(name: str) -> None:
    config = ServiceConfig(NOWHERE, 2, NOBODY, f"{name}-1")
    told, calling = Service(name, config, MemoryBroker().connect), Service(name, config)
    more = len(calling.relay.threads) - len(told.relay.threads)
    part = over(TOPOLOGY, REST, JSON).part_of(name)
    assert part.beside == TOPOLOGY.part_of(name).beside + more


def test_screening_waits_with_the_requests_it_comes_from_and_never_with_the_messages(
    arm: Arm,
) -> None:
    orders = arm.services["orders"]
    (found,) = (each for each in orders.workers if isinstance(each, Screening))
    assert found._database is orders.database


def test_the_budget_counts_the_connections_for_messages() -> None:
    replica = load_budget().replica
    assert replica.connections == replica.pool + BACKGROUND_POOL
    assert {part.connections for part in TOPOLOGY.parts} == {BACKGROUND_POOL}
