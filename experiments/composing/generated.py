"""The files in compose/generated: all of the compose files' configuration that follows from the
budget, the topology and the contract. A test holds what is in the repository to this."""

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from experiments.budget import Budget
from experiments.contract import load_operations
from experiments.images.names import VERSION
from experiments.stacks.docker.kafka import MAKE_TOPICS, variables
from experiments.stacks.docker.postgres import settings_of
from experiments.stacks.docker.replicas import EVERYWHERE
from experiments.stacks.local.broker import bus_url
from experiments.stacks.local.gateway_cluster import by_name
from experiments.stacks.local.gateway_config import GatewayPorts, bootstrap
from experiments.stacks.local.kafka import NAME as BROKER
from experiments.stacks.local.rabbitmq import limits
from experiments.stacks.local.routes import routes_of
from experiments.stacks.local.switches import VARIABLE
from experiments.stacks.local.told import Addresses, told
from experiments.topology import PARTITIONS, REST, Part, Topology
from experiments.transports import over
from shared_domain.messages.forms import JSON

PORT: Final = 8000
"""Of every replica, as the images have it."""
GATEWAY_PORT: Final = 10_000
ADMIN_PORT: Final = 9901
FIRST_MESH_PORT: Final = 10_001
BROKER_PORT, CONTROLLER_PORT = 9092, 9093
PASSWORD: Final = "cleave"
"""Of databases that nobody outside of their network reaches."""
BROKER_DATA: Final = PurePosixPath("/var/lib/kafka/data")


def generated(topology: Topology, budget: Budget) -> dict[str, str]:
    """By path below compose/generated, the text of each of the arm's files."""
    files = {
        "gateway.json": json.dumps(gateway(topology, budget), indent=1) + "\n",
        "postgres.conf": _settings(topology, budget),
    }
    for part in topology.parts:
        files[f"{part.name}.env"] = _environment(told_to(topology, part, budget))
    if topology.sends:
        calling = gateway(over(topology, REST, JSON), budget)
        files["gateway-rest.json"] = json.dumps(calling, indent=1) + "\n"
    if topology.broker:
        broker = variables(budget.broker, BROKER_PORT, CONTROLLER_PORT, BROKER_DATA)
        files["broker.env"] = _environment(broker)
        files["rabbitmq.conf"] = _lines(iter(limits(budget.broker).splitlines()))
        files["topics.py"] = MAKE_TOPICS
        names = " ".join(topology.topics)
        files["topics.sh"] = (
            f"exec python /etc/cleave/topics.py {BROKER}:{BROKER_PORT} {PARTITIONS} {names}\n"
        )
    return {f"{topology.name}/{name}": text for name, text in files.items()}


def gateway(topology: Topology, budget: Budget) -> dict[str, object]:
    """Envoy's configuration: replicas are found by the name of their part."""
    mesh = {part.name: FIRST_MESH_PORT + place for place, part in enumerate(topology.parts)}
    ports = GatewayPorts(GATEWAY_PORT, mesh, ADMIN_PORT, host=EVERYWHERE)
    routes = routes_of(load_operations())
    return bootstrap(
        topology, routes, ports, by_name(PORT), budget.timeouts, budget.retries, is_timed=True
    )


def told_to(topology: Topology, part: Part, budget: Budget) -> dict[str, str]:
    """What all replicas of a part are told; their own name each takes from its container."""
    mesh = f"http://gateway:{FIRST_MESH_PORT + topology.parts.index(part)}"
    name, server = part.name, database(topology, part)
    at = Addresses(
        database=f"postgresql+psycopg://{name}:{PASSWORD}@{server}:5432/{name}",
        outside=f"http://outside:{PORT}",
        mesh=mesh,
        bus=bus_url(topology, BROKER_PORT, mesh, BROKER),
        switches="",
    )
    every = told(topology, part, budget, at)
    common = {key: value for key, value in every.items() if key != VARIABLE}
    return common | {
        "CLEAVE_RELEASE": "base",
        "CLEAVE_VERSION": VERSION,
        "CLEAVE_THREADS": str(budget.replica.http_threads),
        "CLEAVE_SPANS": "",
    }


def database(topology: Topology, part: Part) -> str:
    """The compose service that is the part's database."""
    return "database" if len(topology.parts) == 1 else f"{part.name}-database"


def _settings(topology: Topology, budget: Budget) -> str:
    named = settings_of(topology, budget).items()
    return _lines(f"{key} = '{value}'" for key, value in named)


def _environment(variables: Mapping[str, str]) -> str:
    return _lines(f"{name}={value}" for name, value in sorted(variables.items()))


def _lines(lines: Iterator[str]) -> str:
    return "".join(f"{line}\n" for line in ("# Written by `make compose`.", *lines))
