"""The arm's network: every container that serves has an address of its own for as long as it lives.

An engine gives addresses to whoever starts next, so that a replica which is started again might get
another's. Here the address follows from the container's port, which the lab never gives twice.
"""

from dataclasses import dataclass
from typing import Final

import docker
from docker.errors import APIError

from experiments.stacks.docker.engine import Engine, asking
from experiments.stacks.docker.names import labels, network_name
from experiments.stacks.protocol import StackError
from experiments.topology import PORTS_PER_ARM

FIRST_HOST: Final = 100
"""Of those that follow from ports; what has none is given a lower one by the engine."""
CANDIDATES: Final = tuple(f"10.{second}.{third}" for second in (213, 187) for third in range(16))
"""Of 256 addresses each; somebody else may have some of them."""


@dataclass(frozen=True)
class Network:
    """`prefix` are the first three numbers of its addresses."""

    name: str
    prefix: str
    base_port: int

    def address_of(self, port: int) -> str:
        """Of the container that listens on the port."""
        offset = port - self.base_port
        if not 0 <= offset < PORTS_PER_ARM:
            raise ValueError(f"port {port} is none of this arm's")
        return f"{self.prefix}.{FIRST_HOST + offset}"


def open_network(engine: Engine, lab: str, arm: str, base_port: int) -> Network:
    """Makes the arm's network, in the first range that is free. StackError when none is."""
    name = network_name(lab, arm)
    for prefix in CANDIDATES:
        try:
            _create(engine, name, prefix, labels(lab, arm))
        except APIError as error:
            if _is_taken(error):
                continue
            with asking("the engine makes no network"):
                raise
        return Network(name, prefix, base_port)
    raise StackError(
        "no range of addresses is free for a network: `docker network prune` frees some"
    )


def _create(engine: Engine, name: str, prefix: str, marks: dict[str, str]) -> None:
    pool = docker.types.IPAMPool(
        subnet=f"{prefix}.0/24", iprange=f"{prefix}.0/26", gateway=f"{prefix}.1"
    )
    plan = docker.types.IPAMConfig(pool_configs=[pool])
    engine.api.create_network(name, driver="bridge", ipam=plan, labels=marks)


def _is_taken(error: APIError) -> bool:
    said = str(error.explanation or "").lower()
    return "overlap" in said or "conflicts with network" in said
