"""The processes of one arm as they are started: data copied, ports taken, environments filled."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from experiments.artefacts.release import Artefact
from experiments.budget import Budget
from experiments.contract import load_operations
from experiments.protections import variables as protecting
from experiments.stacks.local.client import Client
from experiments.stacks.local.copying import copy_under
from experiments.stacks.local.database_server import database_name, server_spec
from experiments.stacks.local.fleet import Fleet, Member
from experiments.stacks.local.gateway import gateway_spec
from experiments.stacks.local.gateway_config import GatewayPorts, bootstrap
from experiments.stacks.local.kafka import ARCHIVE, NAME, Kafka, broker_spec, settings
from experiments.stacks.local.kit import Kit
from experiments.stacks.local.ports import PortBook
from experiments.stacks.local.postgres import database_url
from experiments.stacks.local.process import ProcessSpec
from experiments.stacks.local.provision import Templates
from experiments.stacks.local.replicas import prepare_spec, replica_spec
from experiments.stacks.local.routes import routes_of
from experiments.stacks.local.switches import VARIABLE
from experiments.topology import Part, Topology

COPIES_AT_ONCE: Final = 3
READY_S: Final = 60.0


@dataclass(frozen=True)
class ArmPorts:
    """The loopback ports of an arm that last as long as it does; databases by part."""

    gateway: GatewayPorts
    databases: dict[str, int]
    broker: int
    controller: int


def take_ports(topology: Topology, book: PortBook) -> ArmPorts:
    """Free ports for the arm; the gateway's public one is fixed by the topology."""
    return ArmPorts(
        gateway=GatewayPorts(
            topology.gateway_port,
            mesh={part.name: book.take() for part in topology.parts},
            admin=book.take(),
        ),
        databases={part.name: book.take() for part in topology.parts},
        broker=book.take(),
        controller=book.take(),
    )


@dataclass(frozen=True)
class Arm:
    """All that is needed to start the processes of one arm in `folder`."""

    topology: Topology
    budget: Budget
    kit: Kit
    templates: Templates
    folder: Path
    ports: ArmPorts
    outside_url: str

    def start(self, client: Client, fleet: Fleet, changed: Collection[str]) -> list[str]:
        """Starts every process, the slowest first; returns their names. Databases are copied
        meanwhile, side by side: replicas import for longer than that takes. Those of the
        `changed` parts are then brought up to the migrations of the part's artefact."""
        started: list[str] = []

        def begin(spec: ProcessSpec) -> None:
            client.add(spec)
            started.append(spec.name)

        def begin_database(part: Part) -> None:
            begin(self._database(client, part))
            if part.name in changed:
                self.migrate(client, part, fleet.artefact(part.name))

        with ThreadPoolExecutor(COPIES_AT_ONCE) as pool:
            databases = [pool.submit(begin_database, part) for part in self.topology.parts]
            if self.kit.kafka and self.templates.broker:
                begin(self._broker(client, self.kit.kafka, self.templates.broker))
            for part in self.topology.parts:
                for member in fleet.members(part.name):
                    begin(self.replica(part, member, fleet.artefact(part.name)))
            begin(self._gateway())
            for database in databases:
                database.result()
        return started

    def replica(self, part: Part, member: Member, artefact: Artefact) -> ProcessSpec:
        """One replica of the part, to be run from the artefact."""
        budget, variables = self.budget.replica, self._variables(part)
        return replica_spec(part, member, artefact, self.folder, budget, variables)

    def migrate(self, client: Client, part: Part, artefact: Artefact) -> None:
        """Runs the artefact's migrations on the part's database as soon as that serves."""
        client.wait_ready([database_name(part.name)], READY_S, strict=False)
        spec = prepare_spec(part, artefact, self.folder, self._variables(part))
        client.run(spec, READY_S)

    def _broker(self, client: Client, kafka: Kafka, template: Path) -> ProcessSpec:
        home = self.folder / NAME
        home.mkdir()
        copy_under(client, NAME, template / "data", home / "data")
        ports = self.ports
        properties = settings(kafka.budget, ports.broker, ports.controller, home / "data")
        (home / "server.properties").write_text(properties)
        archive = template / ARCHIVE
        options = (f"-XX:AOTCache={archive}",) if archive.exists() else ()
        return broker_spec(kafka, home, ports.broker, options)

    def _database(self, client: Client, part: Part) -> ProcessSpec:
        data = self.folder / "databases" / part.name
        copy_under(client, part.name, self.templates.databases[part.name] / "data", data)
        port = self.ports.databases[part.name]
        return server_spec(self.kit.postgres, part.name, data, port)

    def _variables(self, part: Part) -> dict[str, str]:
        budget, ports = self.budget, self.ports
        password = self.kit.passwords.of(part.name, part.name)
        url = database_url(part.name, part.name, password, ports.databases[part.name])
        variables = {
            "CLEAVE_DATABASE_URL": url,
            "CLEAVE_POOL_SIZE": str(budget.replica.pool),
            "CLEAVE_OUTSIDE_URL": self.outside_url,
            "CLEAVE_OUTSIDE_TIMEOUT_MS": str(budget.timeouts.outside_ms),
            "CLEAVE_MESH_URL": f"http://127.0.0.1:{ports.gateway.mesh[part.name]}",
            "CLEAVE_REMOTE_TIMEOUT_MS": str(budget.timeouts.remote_ms),
            "CLEAVE_SCORING_ROUNDS": str(budget.work.scoring_rounds),
            "CLEAVE_PART": part.name,
            "CLEAVE_TRACE_PERCENT": str(budget.seeing.trace_percent),
            **protecting(budget.resilience),
            VARIABLE: str(self.folder / "switches"),
        }
        if budget.seeing.spans_to:
            variables["CLEAVE_SPANS"] = budget.seeing.spans_to
        if self.topology.broker:
            variables["CLEAVE_KAFKA"] = f"127.0.0.1:{ports.broker}"
        return variables

    def _gateway(self) -> ProcessSpec:
        ports, budget = self.ports.gateway, self.budget
        routes = routes_of(load_operations())
        endpoints = self.folder / "endpoints"
        limits = (budget.timeouts, budget.retries)
        is_timed = budget.seeing.trace_percent > 0
        config = bootstrap(self.topology, routes, ports, endpoints, *limits, is_timed)
        return gateway_spec(self.kit.envoy, self.folder, config, ports.admin)
