"""Which part hosts which feature: the only place in the lab that knows an architecture.

Experiments name features; a stack asks the topology where a feature lives. Another cut
(two parts, "only payments extracted") is another table here, not other code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from shared_domain.messages.forms import JSON

CATALOG: Final = "catalog"
INVENTORY: Final = "inventory"
ORDERS: Final = "orders"
PAYMENTS: Final = "payments"
RECOMMENDATIONS: Final = "recommendations"
NOTIFICATIONS: Final = "notifications"

FEATURES: Final = (CATALOG, INVENTORY, ORDERS, PAYMENTS, RECOMMENDATIONS, NOTIFICATIONS)

TOPICS: Final = (
    "inventory.commands",
    "payments.commands",
    "orders.replies",
    "catalog.events",
    "orders.events",
)
PARTITIONS: Final = 4

KAFKA: Final = "kafka"
RABBITMQ: Final = "rabbitmq"
REST: Final = "rest"
TRANSPORTS: Final = (KAFKA, RABBITMQ, REST)
BROKERS: Final = frozenset((KAFKA, RABBITMQ))
"""Transports with a process of their own that keeps the messages."""

OUTSIDE_PORT: Final = 20050
PORTS_PER_ARM: Final = 100


def dead_letters(topic: str) -> str:
    """The topic that takes the messages of `topic` nobody could handle."""
    return f"{topic}.dead"


class UnknownArm(LookupError):
    """No topology has this name."""


@dataclass(frozen=True)
class Part:
    """A deployable: `replicas` identical processes that share one database of the part's name."""

    name: str
    features: tuple[str, ...]
    target: str
    """The WSGI factory of a replica, as granian wants it: `package.module:function`."""
    prepare: str
    """The module that migrates and seeds the part's database, run once by `python -m`."""
    replicas: int = 1
    beside: int = 0
    """Threads of ours that a replica has beside those that answer HTTP, as many as it may get."""
    connections: int = 0
    """Database connections that a replica may open beside its pool."""


@dataclass(frozen=True)
class Topology:
    """One cut of the shop into parts; ports come from [base_port, base_port + 99]. The parts tell
    each other by `transport`, in messages of that `form`; "" where none is told anything."""

    name: str
    parts: tuple[Part, ...]
    base_port: int
    transport: str = ""
    form: str = JSON

    def __post_init__(self) -> None:
        hosted = [feature for part in self.parts for feature in part.features]
        if sorted(hosted) != sorted(FEATURES):
            raise ValueError(f"topology {self.name}: every feature needs exactly one part")

    @property
    def gateway_port(self) -> int:
        """Where clients reach the arm."""
        return self.base_port

    @property
    def sends(self) -> bool:
        """Whether its parts tell each other anything."""
        return bool(self.transport)

    @property
    def broker(self) -> bool:
        """Whether a process of its own keeps its messages."""
        return self.transport in BROKERS

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics its messages go to, dead letters included."""
        return (*TOPICS, *(dead_letters(topic) for topic in TOPICS)) if self.sends else ()

    def part_of(self, feature: str) -> Part:
        """The part that hosts `feature`; LookupError for an unknown one."""
        for part in self.parts:
            if feature in part.features:
                return part
        raise LookupError(f"no part of {self.name} hosts a feature named {feature!r}")


PAGES: Final = 8
"""Threads that ask for recommendations of product pages, on both arms."""
MESSAGES: Final = 2
"""Threads of a service: one sends messages, one handles those that come."""
BESIDE: Final[Mapping[str, int]] = MappingProxyType(
    {CATALOG: 1 + PAGES, ORDERS: MESSAGES + 32 + 1}  # it only sends; screens, and sweeps
)
SENT_TO: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        ORDERS: ("inventory.commands", "payments.commands", "orders.events"),
        INVENTORY: ("orders.replies",),
        PAYMENTS: ("orders.replies",),
        CATALOG: ("catalog.events",),
    }
)
"""By feature, where its service sends messages: a service that calls its readers itself has a
sender for each."""
READ_BY: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "inventory.commands": (INVENTORY,),
        "payments.commands": (PAYMENTS,),
        "orders.replies": (ORDERS,),
        "catalog.events": (ORDERS, RECOMMENDATIONS),
        "orders.events": (NOTIFICATIONS,),
    }
)
"""By topic, whose services get every message. Dead letters are read by nobody."""


def _service(feature: str) -> Part:
    return Part(
        name=feature,
        features=(feature,),
        target=f"microservices.{feature}.main:build",
        prepare=f"microservices.{feature}.prepare",
        beside=BESIDE.get(feature, MESSAGES),
        connections=3,
    )


MONOLITH: Final = Topology(
    name="monolith",
    parts=(
        Part(
            name="monolith",
            features=FEATURES,
            target="monolith.main:build",
            prepare="monolith.prepare",
            replicas=6,
            beside=1 + PAGES,  # one tells customers of their orders
            connections=1,
        ),
    ),
    base_port=20100,
)

SERVICES: Final = Topology(
    name="services",
    parts=tuple(_service(feature) for feature in FEATURES),
    base_port=20200,
    transport=KAFKA,
)

TOPOLOGIES: Final[Mapping[str, Topology]] = MappingProxyType(
    {topology.name: topology for topology in (MONOLITH, SERVICES)}
)


def topology_named(name: str) -> Topology:
    """The topology called `name`; UnknownArm says which there are."""
    try:
        return TOPOLOGIES[name]
    except KeyError:
        known = ", ".join(TOPOLOGIES)
        raise UnknownArm(f"unknown arm {name!r}: choose from {known}") from None
