"""`running_arm`: each arm in turn behind its gateway, started once for all tests of this folder."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from experiments.budget import load_budget
from experiments.stacks.local.outside import OutsideProcess
from experiments.stacks.local.stack import LocalStack
from experiments.topology import TOPOLOGIES


@dataclass(frozen=True)
class RunningArm:
    name: str
    gateway_url: str
    outside_url: str


@pytest.fixture(scope="session")
def outside_url() -> Iterator[str]:
    outside = OutsideProcess(load_budget())
    try:
        outside.start()
        yield outside.url
    finally:
        outside.stop()


@pytest.fixture(scope="session", params=sorted(TOPOLOGIES))
def running_arm(request: pytest.FixtureRequest, outside_url: str) -> Iterator[RunningArm]:
    """pytest groups the tests by arm, so that only one runs at a time."""
    topology = TOPOLOGIES[request.param]
    with LocalStack(topology, load_budget(), outside_url) as stack:
        yield RunningArm(topology.name, stack.gateway_url, outside_url)


@pytest.fixture
def free_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port
