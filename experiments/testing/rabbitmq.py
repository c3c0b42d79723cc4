"""A real RabbitMQ for tests: one per test run, where the system has it. Compare with `kafka.py`."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from experiments.budget import load_budget
from experiments.stacks.local.arm_folder import open_arm
from experiments.stacks.local.broker import fresh_rabbitmq
from experiments.stacks.local.client import Client
from experiments.stacks.local.kafka import NAME
from experiments.stacks.local.places import Places
from experiments.stacks.local.ports import PortBook
from experiments.stacks.local.rabbitmq import (
    MISSING,
    RabbitPorts,
    find_server,
    open_rabbitmq,
    rabbitmq_url,
)

FIRST_PORT = 20950
PORTS = 30
READY_WITHIN_S = 60.0


class RabbitBroker:
    """A running broker at `url`."""

    def __init__(self, client: Client, port: int) -> None:
        self.url = rabbitmq_url(port)
        self._client = client

    def stop(self) -> None:
        """It does not answer until it is started again."""
        self._client.halt(NAME)

    def start(self) -> None:
        self._client.restart(NAME)
        self._client.wait_ready([NAME], READY_WITHIN_S, strict=False)


@pytest.fixture(scope="session")
def rabbitmq() -> Iterator[RabbitBroker]:
    """The test run's broker, started on first use. CI has to have it."""
    if find_server() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    with running_rabbitmq() as broker:
        yield broker


@contextmanager
def running_rabbitmq() -> Iterator[RabbitBroker]:
    state = Path(tempfile.mkdtemp(prefix="cleave-rabbit-", dir="/tmp"))
    budget = load_budget()
    client, lifeline = open_arm(Places(state, state), "rabbitmq", budget.restarts)
    try:
        book = PortBook(FIRST_PORT, PORTS, "RabbitMQ in tests")
        ports = RabbitPorts(book.take(), book.take(), book.take())
        for spec in fresh_rabbitmq(open_rabbitmq(budget.broker), client.folder, ports):
            client.add(spec)
            client.wait_ready([spec.name], READY_WITHIN_S, strict=True)
        yield RabbitBroker(client, ports.clients)
    finally:
        lifeline.wait()
        shutil.rmtree(state, ignore_errors=True)
