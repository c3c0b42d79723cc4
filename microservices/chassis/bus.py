"""The port to what carries messages, owned by those who use it.

Its adapters: `kafka_bus.py`, `rabbitmq/`, `rest/`. Which of them a service has is said by its
configuration and by nothing else: `transports.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from flask import Blueprint

from microservices.chassis.config import ServiceConfig
from shared_domain.kernel.database import Database

PUBLISH_TIMEOUT_S: Final = 3.0  # of all records together
HUNG_AFTER_S: Final = 15.0
"""A replica that asks for nothing for so long is hung in a handler: others get its share."""


@dataclass(frozen=True)
class Record:
    """One message to publish. Records of one key keep their order."""

    topic: str
    key: str
    payload: bytes


@dataclass(frozen=True)
class Delivery:
    """One message received. `place` names it where it was kept, for messages that carry no id."""

    topic: str
    place: str
    payload: bytes


class Publisher(Protocol):
    def publish(self, records: Sequence[Record]) -> None:
        """Return when all of them are stored where their readers find them: by the broker or,
        without one, by each reader.

        Raises Unavailable when that is not known within PUBLISH_TIMEOUT_S: some may be
        stored all the same.
        """
        ...

    def close(self) -> None:
        """Give up what is unsent. Never raises, also not while the broker is down."""
        ...


class Subscription(Protocol):
    @property
    def assigned(self) -> bool:
        """True once this subscription has been given its share: nothing, where there are more
        subscriptions in a group than partitions."""
        ...

    @property
    def behind(self) -> Mapping[str, int]:
        """By topic, how many messages wait to be received, as far as it is known without asking.
        Called by the thread that receives."""
        ...

    def receive(self, timeout_s: float) -> Sequence[Delivery]:
        """What has come in, after `timeout_s` at most. Raises Unavailable."""
        ...

    def done(self) -> None:
        """All that was received is handled. After a crash a little of it may be delivered again."""
        ...

    def close(self) -> None:
        """What is received and not done comes again. Never raises.

        The replica is expected back: its share of the work may wait for it a few seconds.
        """
        ...

    def leave(self) -> None:
        """Close for good: what was done is remembered, and the other replicas get this one's share
        at once. Takes 2 s at most. Never raises."""
        ...


class Bus(Protocol):
    def publisher(self) -> Publisher:
        """Raises Unavailable while what carries the messages does not answer."""
        ...

    def subscribe(self, topics: Sequence[str]) -> Subscription:
        """Raises Unavailable while what keeps the messages does not answer."""
        ...


@dataclass(frozen=True)
class Transport:
    """A bus, and what a service does for it beside using it."""

    bus: Bus
    routes: Sequence[Blueprint] = ()
    """By which messages come in, where no broker keeps them."""
    bodies: Mapping[str, int] = field(default_factory=dict)
    """By the name of such routes the largest body they take, in bytes, if it is not the usual."""
    is_direct: bool = False
    """Whether what is published goes to its readers themselves. Then each topic has a sender of its
    own, so that a reader that is down holds up no reader of other topics."""


OpenBus = Callable[[ServiceConfig, str, Database], Transport]
"""(configuration, group, database of the messages): as one replica of a service sees it. Opens
nothing yet."""
