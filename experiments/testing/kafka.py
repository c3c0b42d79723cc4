"""A real Kafka for tests: one broker per test run, topics of its own per test.

The repository's conftest.py names this file as a plugin, so that `kafka` is there for every
package. It is made of the local stack's own pieces, without the rest of an arm.
"""

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from experiments.budget import load_budget
from experiments.stacks.local.arm_folder import open_arm
from experiments.stacks.local.client import Client
from experiments.stacks.local.kafka import NAME, broker_spec, open_kafka, settings
from experiments.stacks.local.kafka_template import format_spec
from experiments.stacks.local.places import Places
from experiments.stacks.local.ports import PortBook
from experiments.stacks.local.topics import create_topics, wait_for_topics

FIRST_PORT = 20900
PORTS = 50
READY_WITHIN_S = 60.0


class Broker:
    """A running broker at `servers`."""

    def __init__(self, client: Client, port: int) -> None:
        self.servers = f"127.0.0.1:{port}"
        self._client = client
        self._port = port
        self._numbers = itertools.count(1)

    def new_topic(self) -> str:
        name = f"topic-{next(self._numbers)}"
        create_topics(self._port, (name,), READY_WITHIN_S)
        wait_for_topics(self._port, (name,), READY_WITHIN_S)
        return name

    def stop(self) -> None:
        """It does not answer until it is started again."""
        self._client.halt(NAME)

    def start(self) -> None:
        self._client.restart(NAME)
        self._client.wait_ready([NAME], READY_WITHIN_S, strict=False)

    def kill(self) -> None:
        """kill -9; the supervisor brings it back."""
        self._client.kill(NAME)

    def wait_ready(self) -> None:
        self._client.wait_ready([NAME], READY_WITHIN_S, strict=False)


@pytest.fixture(scope="session")
def kafka() -> Iterator[Broker]:
    """The test run's broker, started on first use."""
    with running_broker() as broker:
        yield broker


@contextmanager
def running_broker() -> Iterator[Broker]:
    state = Path(tempfile.mkdtemp(prefix="cleave-kafka-", dir="/tmp"))
    budget = load_budget()
    client, lifeline = open_arm(Places(state, state), "kafka", budget.restarts)
    try:
        program, ports = open_kafka(budget.broker), PortBook(FIRST_PORT, PORTS, "Kafka in tests")
        home, port = client.folder / NAME, ports.take()
        home.mkdir()
        properties = settings(budget.broker, port, ports.take(), home / "data")
        (home / "server.properties").write_text(properties)
        client.add(format_spec(program, client.folder, home))
        client.wait_ready([f"{NAME}.format"], READY_WITHIN_S, strict=True)
        client.add(broker_spec(program, home, port, ()))
        client.wait_ready([NAME], READY_WITHIN_S, strict=True)
        yield Broker(client, port)
    finally:
        lifeline.wait()
        shutil.rmtree(state, ignore_errors=True)
