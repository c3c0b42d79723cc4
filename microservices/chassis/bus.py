"""The port to the broker, owned by those who use it. The adapter is `chassis/kafka_bus.py`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Record:
    """One message to publish. Records of one key keep their order."""

    topic: str
    key: str
    payload: str


@dataclass(frozen=True)
class Delivery:
    """One message received. `place` names it in the broker, for messages that carry no id."""

    topic: str
    place: str
    payload: bytes


class Publisher(Protocol):
    def publish(self, records: Sequence[Record]) -> None:
        """Return when the broker has stored all of them.

        Raises Unavailable when that is not known within 3 s: some may be stored all the same.
        """
        ...

    def close(self) -> None:
        """Give up what is unsent. Never raises, also not while the broker is down."""
        ...


class Subscription(Protocol):
    @property
    def assigned(self) -> bool:
        """True once the broker has given this subscription its share: nothing, where there are more
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

        The replica is expected back: its share of the work waits for it a few seconds.
        """
        ...

    def leave(self) -> None:
        """Close for good: what was done is remembered, and the other replicas get this one's share
        at once. Takes 2 s at most. Never raises."""
        ...


class Bus(Protocol):
    def publisher(self) -> Publisher:
        """Raises Unavailable while the broker does not answer."""
        ...

    def subscribe(self, topics: Sequence[str]) -> Subscription:
        """Raises Unavailable while the broker does not answer."""
        ...


OpenBus = Callable[[str, str, str], Bus]
"""(servers, group, replica): the bus as one replica of a service sees it. Opens nothing yet."""
