"""`examined`: each arm behind its gateway, started once for all tests of this folder."""

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from experiments.budget import load_budget
from experiments.checks.conformance.report import ConformanceReport
from experiments.checks.conformance.run import check
from experiments.checks.conformance.transcript import Exchange, transcript
from experiments.stacks.local.outside import OutsideProcess
from experiments.stacks.local.stack import LocalStack
from experiments.topology import TOPOLOGIES


@dataclass(frozen=True)
class Examined:
    """The suite on the fresh arm and again on the used one, then the script of the comparison;
    an arm that breaks the contract is not asked to follow it."""

    fresh: ConformanceReport
    took_s: float
    used: ConformanceReport
    script: list[Exchange]


@pytest.fixture(scope="session")
def outside_url() -> Iterator[str]:
    outside = OutsideProcess(load_budget())
    try:
        outside.start()
        yield outside.url
    finally:
        outside.stop()


@pytest.fixture(scope="session")
def examined(outside_url: str) -> Callable[[str], Examined]:
    """What an arm answered. Each is started when it is first asked for, once and alone."""

    @cache
    def examine(name: str) -> Examined:
        with LocalStack(TOPOLOGIES[name], load_budget(), outside_url) as stack:
            began = time.monotonic()
            fresh = check(stack.gateway_url, 7, lambda _: None, outside_url)
            took_s = time.monotonic() - began
            used = check(stack.gateway_url, 8, lambda _: None, outside_url)
            script = transcript(stack.gateway_url) if used.passed else []
        return Examined(fresh, took_s, used, script)

    return examine


@pytest.fixture
def free_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port
