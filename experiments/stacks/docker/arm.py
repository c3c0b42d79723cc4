"""The containers of one arm as they are started: ports taken, configurations written."""

import json
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from experiments.artefacts.release import Artefact
from experiments.budget import Budget
from experiments.contract import load_operations
from experiments.images.names import ENVOY
from experiments.stacks.docker.box import Box
from experiments.stacks.docker.images import ArtefactImages
from experiments.stacks.docker.kafka import broker_box
from experiments.stacks.docker.keeper import Keeper
from experiments.stacks.docker.names import ENDPOINTS, SWITCHES
from experiments.stacks.docker.postgres import database_box
from experiments.stacks.docker.prepared import Prepared
from experiments.stacks.docker.replicas import (
    CONFIGURATION,
    gateway_box,
    prepare_box,
    replica_box,
)
from experiments.stacks.local.arm import READY_S
from experiments.stacks.local.broker import bus_url
from experiments.stacks.local.database_server import database_name
from experiments.stacks.local.fleet import Fleet, Member
from experiments.stacks.local.gateway import NAME as GATEWAY
from experiments.stacks.local.gateway_cluster import by_files
from experiments.stacks.local.gateway_config import bootstrap
from experiments.stacks.local.kafka import NAME as BROKER
from experiments.stacks.local.passwords import Passwords
from experiments.stacks.local.routes import routes_of
from experiments.stacks.local.taken_ports import ArmPorts
from experiments.stacks.local.told import Addresses, told
from experiments.topology import Part, Topology

STARTED_AT_ONCE: Final = 4
SHARED: Final = ("switches", "logs")
"""Folders that containers of our own write to, as a user who is nobody here."""
READ: Final = ("databases", "endpoints", "gateway")


def make_folders(arm: Path, topology: Topology) -> None:
    """The arm's folder, and in it what containers share with the lab. It is closed to others, who
    might write there otherwise: what is mounted is reached by its mount."""
    arm.mkdir(mode=0o700)
    for name in (*SHARED, *READ, *(f"databases/{part.name}" for part in topology.parts)):
        (arm / name).mkdir()
        (arm / name).chmod(0o777 if name in SHARED else 0o755)


@dataclass(frozen=True)
class ContainerArm:
    """All that is needed to start the containers of one arm, which share `folder` with the lab."""

    topology: Topology
    budget: Budget
    passwords: Passwords
    images: ArtefactImages
    prepared: Prepared
    folder: Path
    ports: ArmPorts
    outside_url: str

    def start(self, keeper: Keeper, fleet: Fleet, changed: Collection[str]) -> list[str]:
        """Starts every container, some at a time, the slowest first; returns their names.
        Databases of the `changed` parts are then brought up to the migrations of the part's
        artefact."""
        boxes, gateway = [*self._servers(), *self._replicas(fleet)], self._gateway()
        with ThreadPoolExecutor(STARTED_AT_ONCE) as pool:
            list(pool.map(keeper.add, boxes))
        keeper.add(gateway)  # which wants its clusters' files to be there
        for part in self.topology.parts:
            if part.name in changed:
                self.migrate(keeper, part, fleet.artefact(part.name))
        return [box.name for box in (*boxes, gateway)]

    def replica(self, part: Part, member: Member, artefact: Artefact) -> Box:
        """One replica of the part, to be run from the artefact's image."""
        image, variables = self.images.of(artefact), self._variables(part)
        budget = self.budget.replica
        return replica_box(part, member, artefact, image, budget, variables, self.folder)

    def migrate(self, keeper: Keeper, part: Part, artefact: Artefact) -> None:
        """Runs the artefact's migrations on the part's database as soon as that serves."""
        keeper.wait_ready([database_name(part.name)], READY_S, strict=False)
        keeper.run(prepare_box(part, self.images.of(artefact), self._variables(part)), READY_S)

    def _servers(self) -> list[Box]:
        ports = self.ports
        boxes = [
            database_box(
                self.topology,
                part.name,
                self.prepared.databases[part.name],
                ports.databases[part.name],
                self.budget,
                self.passwords,
                self.folder / "databases" / part.name,
            )
            for part in self.topology.parts
        ]
        if self.prepared.broker:
            broker, controller = ports.broker, ports.controller
            boxes.insert(0, broker_box(self.prepared.broker, broker, controller, self.budget))
        return boxes

    def _replicas(self, fleet: Fleet) -> list[Box]:
        return [
            self.replica(part, member, fleet.artefact(part.name))
            for part in self.topology.parts
            for member in fleet.members(part.name)
        ]

    def _variables(self, part: Part) -> dict[str, str]:
        name, ports = part.name, self.ports
        own, server = self.passwords.of(name, name), database_name(name)
        mesh = f"http://{GATEWAY}:{ports.gateway.mesh[name]}"
        at = Addresses(
            database=f"postgresql+psycopg://{name}:{own}@{server}:{ports.databases[name]}/{name}",
            outside=self.outside_url,
            mesh=mesh,
            bus=bus_url(self.topology, ports.broker, mesh, BROKER),
            switches=SWITCHES,
        )
        return told(self.topology, part, self.budget, at)

    def _gateway(self) -> Box:
        budget, ports = self.budget, self.ports
        config = bootstrap(
            self.topology,
            routes_of(load_operations()),
            ports.gateway,
            by_files(Path(ENDPOINTS)),
            budget.timeouts,
            budget.retries,
            is_timed=budget.seeing.trace_percent > 0,
        )
        file = self.folder / "gateway" / CONFIGURATION
        file.write_text(json.dumps(config, indent=1), encoding="utf-8")
        file.chmod(0o644)
        return gateway_box(ENVOY, ports, budget.containers.gateway_mb, self.folder)
