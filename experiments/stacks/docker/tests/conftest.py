"""A keeper over an engine that runs nothing, and a port where somebody listens."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from experiments.budget import Restarts
from experiments.stacks.docker.box import Box
from experiments.stacks.docker.keeper import Keeper
from experiments.stacks.docker.making import Ground
from experiments.stacks.docker.network import Network
from experiments.stacks.docker.tests.fake_engine import FakeApi, fake_engine
from experiments.stacks.local.process import Probe

QUICK = Restarts(first_s=0.02, limit_s=0.05, good_after_s=30.0)


@dataclass(frozen=True)
class Yard:
    """`box` serves at once when it is started: somebody listens on its port."""

    keeper: Keeper
    api: FakeApi
    box: Box
    folder: Path


@pytest.fixture
def yard(tmp_path: Path) -> Iterator[Yard]:
    engine, api = fake_engine()
    (tmp_path / "endpoints").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        network = Network("net", "10.9.8", port)
        keeper = Keeper(Ground(engine, "lab", "toy", network), tmp_path, QUICK)
        box = Box(
            name="front-1",
            group="front",
            image="cleave/front:1",
            command=("serve",),
            ports=(port,),
            probe=Probe("tcp", port),
            serves=("front",),
            memory_mb=256,
        )
        try:
            yield Yard(keeper, api, box, tmp_path)
        finally:
            keeper.close()
