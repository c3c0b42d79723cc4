"""A stub shop on a real server, and the smallest plan that loads it."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from experiments.workload.plan import LoadPlan

ROOT = Path(__file__).parents[3]
TellShop = Callable[..., None]
NewPlan = Callable[..., LoadPlan]


@pytest.fixture(scope="session")
def stub_url() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--factory"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--log-level", "error"]
    command += ["--working-dir", str(ROOT), "experiments.testing.stub_shop:build"]
    with subprocess.Popen(command) as server:
        try:
            _wait_for(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait_for(url: str) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            requests.put(f"{url}/stub", json={}, timeout=1).raise_for_status()
            return
        except requests.ConnectionError:
            if time.monotonic() > until:
                raise


@pytest.fixture
def tell_shop(stub_url: str) -> Iterator[TellShop]:
    """Sets how the stub behaves, until the test is over."""

    def tell(**how: Any) -> None:
        requests.put(f"{stub_url}/stub", json=how, timeout=5).raise_for_status()

    tell()
    yield tell
    tell()


@pytest.fixture
def new_plan(stub_url: str) -> NewPlan:
    """A plan for the stub; each with a seed of its own, as its orders stay from test to test."""

    def plan(**changes: Any) -> LoadPlan:
        usual: dict[str, Any] = {
            "target": stub_url,
            "seed": time.monotonic_ns(),
            "rate": 50.0,
            "seconds": 2.0,
        }
        return LoadPlan(**(usual | changes))

    return plan
