"""Which of the transports a service has: by the URL of its bus.

kafka://host:port,host:port    topics of a log that is kept
amqp://user:word@host:port     RabbitMQ: quorum queues
http://host:port               no broker: each reader is called, by way of the mesh

What is not used is not loaded: a client library costs memory and a start its time.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from microservices.chassis.bus import OpenBus, Transport
from microservices.chassis.config import ServiceConfig
from shared_domain.kernel.config import ConfigError
from shared_domain.kernel.database import Database


def open_bus(config: ServiceConfig, group: str, database: Database) -> Transport:
    """Raises ConfigError for a URL of no transport."""
    scheme, _, _ = config.bus.partition("://")
    if scheme not in BY_SCHEME:
        known = ", ".join(f"{each}://" for each in BY_SCHEME)
        raise ConfigError(f"CLEAVE_BUS must begin with one of {known}, not {config.bus!r}")
    return BY_SCHEME[scheme](config, group, database)


def _kafka(config: ServiceConfig, group: str, _: Database) -> Transport:
    from microservices.chassis.kafka_bus import KafkaBus

    servers = config.bus.removeprefix("kafka://")
    return Transport(KafkaBus(servers, group, config.replica))


def _rabbitmq(config: ServiceConfig, group: str, _: Database) -> Transport:
    from microservices.chassis.rabbitmq.bus import RabbitBus

    return Transport(RabbitBus(config.bus, group, config.replica))


def _rest(config: ServiceConfig, group: str, database: Database) -> Transport:
    from microservices.chassis.rest.bus import RestBus
    from microservices.chassis.rest.door import LARGEST_MESSAGE, NAME, mailbox_routes

    bus = RestBus(config.bus, config.database_url)
    door = mailbox_routes(group, database)
    return Transport(bus, [door], bodies={NAME: LARGEST_MESSAGE}, is_direct=True)


BY_SCHEME: Final[Mapping[str, OpenBus]] = MappingProxyType(
    {"kafka": _kafka, "amqp": _rabbitmq, "http": _rest}
)
