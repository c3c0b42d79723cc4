"""The bus in memory. `test_bus_contract.py` holds it and the real ones to the same sentences."""

import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence

from microservices.chassis.bus import Delivery, Record, Transport
from microservices.chassis.config import ServiceConfig
from microservices.chassis.partitions import partition_of
from microservices.chassis.topics import PARTITIONS
from shared_domain.kernel.database import Database
from shared_domain.kernel.errors import Unavailable

Place = tuple[str, int]  # topic and partition


class MemoryBroker:
    """What all replicas share. `connect` is an OpenBus; the switch `down` makes it unavailable.

    `left` are the replicas that took their leave.
    """

    def __init__(self) -> None:
        self.down = False
        self.left: list[str] = []
        self.stored_at_breakdown: int | None = None
        self.changed = threading.Condition()
        self.logs: defaultdict[Place, list[Delivery]] = defaultdict(list)
        self.committed: defaultdict[tuple[str, Place], int] = defaultdict(int)
        self.members: defaultdict[str, dict[str, MemorySubscription]] = defaultdict(dict)

    def open(self, group: str, replica: str) -> "MemoryBus":
        return MemoryBus(self, group, replica)

    def connect(self, config: ServiceConfig, group: str, database: Database) -> Transport:
        return Transport(self.open(group, config.replica))

    def break_down_after(self, records: int) -> None:
        """The next publish stores so many of its records, and fails."""
        self.stored_at_breakdown = records

    def require(self) -> None:
        if self.down:
            raise Unavailable("the broker in memory is down")

    def store(self, record: Record) -> None:
        place = (record.topic, partition_of(record.key))
        log = self.logs[place]
        name = f"{record.topic}:{place[1]}:{len(log)}"
        log.append(Delivery(record.topic, name, record.payload))

    def told(self, topic: str) -> list[Delivery]:
        """All that was ever published there; in order for each key."""
        return [each for part in range(PARTITIONS) for each in self.logs[topic, part]]


class MemoryBus:
    def __init__(self, broker: MemoryBroker, group: str, replica: str) -> None:
        self._broker = broker
        self._group = group
        self._replica = replica

    def publisher(self) -> "MemoryPublisher":
        self._broker.require()
        return MemoryPublisher(self._broker)

    def subscribe(self, topics: Sequence[str]) -> "MemorySubscription":
        self._broker.require()
        return MemorySubscription(self._broker, self._group, self._replica, topics)


class MemoryPublisher:
    def __init__(self, broker: MemoryBroker) -> None:
        self._broker = broker

    def publish(self, records: Sequence[Record]) -> None:
        broker = self._broker
        with broker.changed:
            broker.require()
            stored, broker.stored_at_breakdown = broker.stored_at_breakdown, None
            for record in records[:stored]:
                broker.store(record)
            broker.changed.notify_all()
        if stored is not None:
            raise Unavailable("the broker in memory broke down")

    def close(self) -> None:
        """Nothing is ever unsent."""


class MemorySubscription:
    def __init__(
        self, broker: MemoryBroker, group: str, replica: str, topics: Sequence[str]
    ) -> None:
        self.assigned = False
        self._broker = broker
        self._group = group
        self._replica = replica
        self._topics = topics
        self._partners: tuple[str, ...] = ()
        self._positions: dict[Place, int] = {}
        with broker.changed:
            broker.members[group][replica] = self

    @property
    def behind(self) -> Mapping[str, int]:
        behind = dict.fromkeys(self._topics, 0)
        with self._broker.changed:
            for place in self._places():
                behind[place[0]] += len(self._new(place))
        return behind

    def receive(self, timeout_s: float) -> list[Delivery]:
        with self._broker.changed:
            self._broker.require()
            self._broker.changed.wait_for(self._has_news, timeout_s)
            self._broker.require()
            self.assigned = True
            return [each for place in self._places() for each in self._take(place)]

    def done(self) -> None:
        with self._broker.changed:
            for place, position in self._positions.items():
                self._broker.committed[self._group, place] = position

    def close(self) -> None:
        with self._broker.changed:
            members = self._broker.members[self._group]
            if members.get(self._replica) is self:
                del members[self._replica]

    def leave(self) -> None:
        self.close()
        self._broker.left.append(self._replica)

    def _has_news(self) -> bool:
        return any(self._new(place) for place in self._places())

    def _take(self, place: Place) -> list[Delivery]:
        new = self._new(place)
        self._positions[place] = self._position(place) + len(new)
        return new

    def _new(self, place: Place) -> list[Delivery]:
        return self._broker.logs[place][self._position(place) :]

    def _position(self, place: Place) -> int:
        return self._positions.get(place, self._broker.committed[self._group, place])

    def _places(self) -> list[Place]:
        """This replica's share; after a change of members all start from what was committed."""
        partners = tuple(sorted(self._broker.members[self._group]))
        if partners != self._partners:
            self._partners, self._positions = partners, {}
        mine = partners.index(self._replica)
        parts = range(mine, PARTITIONS, len(partners))
        return [(topic, part) for topic in self._topics for part in parts]
