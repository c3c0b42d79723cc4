"""The broker of an arm, whichever it has: its processes, how it is asked, and where it is."""

from pathlib import Path

from experiments.stacks.local.client import Client
from experiments.stacks.local.copying import copy_under
from experiments.stacks.local.kafka import ARCHIVE, NAME, Kafka, broker_spec, settings
from experiments.stacks.local.process import Probe, ProcessSpec
from experiments.stacks.local.rabbitmq import (
    RabbitMq,
    RabbitPorts,
    rabbitmq_specs,
    rabbitmq_url,
    write_settings,
)
from experiments.topology import KAFKA, RABBITMQ, Topology


def kafka_spec(
    client: Client, kafka: Kafka, template: Path, arm: Path, port: int, controller: int
) -> ProcessSpec:
    """From a copy of the template."""
    home = arm / NAME
    home.mkdir()
    copy_under(client, NAME, template / "data", home / "data")
    properties = settings(kafka.budget, port, controller, home / "data")
    (home / "server.properties").write_text(properties)
    archive = template / ARCHIVE
    options = (f"-XX:AOTCache={archive}",) if archive.exists() else ()
    return broker_spec(kafka, home, port, options)


def fresh_rabbitmq(rabbitmq: RabbitMq, arm: Path, ports: RabbitPorts) -> tuple[ProcessSpec, ...]:
    """Without any data: who uses it declares what he needs."""
    home = arm / NAME
    home.mkdir()
    write_settings(rabbitmq, home, ports.clients)
    return rabbitmq_specs(rabbitmq, home, ports)


def bus_url(topology: Topology, port: int, mesh: str, host: str = "127.0.0.1") -> str:
    """What a service of the arm is told of its bus: its broker, or its own way to all others. Kafka
    is at `host`, RabbitMQ on this machine."""
    if topology.transport == KAFKA:
        return f"kafka://{host}:{port}"
    return rabbitmq_url(port) if topology.transport == RABBITMQ else mesh


def broker_probe(topology: Topology, port: int) -> Probe:
    """As a client of the broker itself asks."""
    return Probe("amqp" if topology.transport == RABBITMQ else "kafka", port)
