"""The loopback ports of an arm that last as long as it does."""

from dataclasses import dataclass

from experiments.stacks.local.gateway_config import LOOPBACK, GatewayPorts
from experiments.stacks.local.ports import PortBook
from experiments.topology import Topology


@dataclass(frozen=True)
class ArmPorts:
    """Databases by part."""

    gateway: GatewayPorts
    databases: dict[str, int]
    broker: int
    controller: int
    names: int
    """The latter two are for the broker's own use; of names where it is RabbitMQ."""


def take_ports(topology: Topology, book: PortBook, host: str = LOOPBACK) -> ArmPorts:
    """Free ports for the arm; the gateway's public one is fixed by the topology. The gateway
    listens at `host`."""
    return ArmPorts(
        gateway=GatewayPorts(
            topology.gateway_port,
            mesh={part.name: book.take() for part in topology.parts},
            admin=book.take(),
            host=host,
            admin_host=host,
        ),
        databases={part.name: book.take() for part in topology.parts},
        broker=book.take(),
        controller=book.take(),
        names=book.take(),
    )
