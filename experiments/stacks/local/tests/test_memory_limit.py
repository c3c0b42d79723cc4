"""What holds more memory than it may is killed, says so, and comes back by the restart rule."""

import sys
from collections.abc import Iterator

import pytest

from experiments.budget import Restarts
from experiments.stacks.local.arm_folder import clear_arm, open_arm
from experiments.stacks.local.client import Client
from experiments.stacks.local.process import ProcessSpec, base_environment
from experiments.testing.toy_arm import private_places
from experiments.testing.waiting import wait_until

pytestmark = pytest.mark.real

LIMIT_MB = 60
GROW = """
import time
held = []
while True:
    held.append(bytearray(1_000_000))
    time.sleep(0.005)
"""
MODEST = "import time; held = bytearray(20_000_000); time.sleep(600)"


@pytest.fixture
def client() -> Iterator[Client]:
    with private_places() as places:
        client, lifeline = open_arm(places, "toy", Restarts(0.05, 0.2, 30.0))
        yield client
        clear_arm(places, "toy", even_if_used=True)
        lifeline.wait()


def python(client: Client, name: str, code: str, memory_mb: int | None) -> ProcessSpec:
    return ProcessSpec(
        name=name,
        group=name,
        argv=(sys.executable, "-c", code),
        environment=base_environment(client.folder),
        folder="/",
        log=str(client.folder / "logs" / f"{name}.log"),
        memory_mb=memory_mb,
    )


def test_a_leak_ends_at_the_limit_and_starts_over(client: Client) -> None:
    client.add(python(client, "leaking", GROW, LIMIT_MB))
    client.add(python(client, "modest", MODEST, LIMIT_MB))
    wait_until(lambda: client.statuses()["leaking"].deaths >= 2)
    statuses = client.statuses()
    assert statuses["leaking"].exit_code == -9
    assert statuses["modest"].deaths == 0
    said = (client.folder / "logs" / "leaking.log").read_text()
    assert f"MB of memory held, {LIMIT_MB} allowed: killed" in said


def test_the_memory_of_workers_counts(client: Client) -> None:
    code = f"import os\nos.fork()\n{MODEST}"
    client.add(python(client, "alone", MODEST, LIMIT_MB - 10))
    client.add(python(client, "pair", code, LIMIT_MB - 10))
    wait_until(lambda: client.statuses()["pair"].deaths >= 1)
    assert client.statuses()["alone"].deaths == 0


def test_without_a_limit_nothing_is_killed(client: Client) -> None:
    client.add(python(client, "free", MODEST, None))
    client.add(python(client, "leaking", GROW, LIMIT_MB))
    wait_until(lambda: client.statuses()["leaking"].deaths >= 1)
    assert client.statuses()["free"].deaths == 0
