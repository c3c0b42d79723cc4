"""All six services in one process: real databases, the bus in memory, and no threads.

A test moves every message itself, in whatever order it likes.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from flask import Flask
from flask.testing import FlaskClient

from microservices.catalog import app as catalog
from microservices.catalog.config import Config as CatalogConfig
from microservices.chassis.bus import Delivery, OpenBus
from microservices.chassis.config import ServiceConfig
from microservices.chassis.consumer import Consumer
from microservices.chassis.service import Service, service_of
from microservices.chassis.tests.memory_bus import MemoryBroker
from microservices.inventory import app as inventory
from microservices.notifications import app as notifications
from microservices.orders import app as orders
from microservices.orders.config import Config as OrdersConfig
from microservices.orders.screening import Screening
from microservices.payments import app as payments
from microservices.recommendations import app as recommendations
from microservices.recommendations.config import Config as RecommendationsConfig

SERVICES = ("catalog", "inventory", "orders", "payments", "recommendations", "notifications")
POOL = 2
PATIENCE_MS = 2000
W = TypeVar("W")
Place = Callable[..., Any]
"""Places an order; returns the answer."""
Letter = tuple[str, Delivery]
"""A message, and the service that has not handled it yet."""


Create = Callable[[Any, OpenBus], Flask]
CREATE: Mapping[str, Create] = {
    "catalog": lambda config, bus: catalog.create_app(config, open_bus=bus),
    "inventory": lambda config, bus: inventory.create_app(config, open_bus=bus),
    "orders": lambda config, bus: orders.create_app(config, open_bus=bus),
    "payments": lambda config, bus: payments.create_app(config, open_bus=bus),
    "recommendations": lambda config, bus: recommendations.create_app(config, open_bus=bus),
    "notifications": lambda config, bus: notifications.create_app(config, open_bus=bus),
}


def configs(urls: Mapping[str, str], outside: str, mesh: str) -> dict[str, ServiceConfig]:
    plain = {name: ServiceConfig(url, POOL, "", f"{name}-1") for name, url in urls.items()}
    return plain | {
        "catalog": CatalogConfig(**vars(plain["catalog"]), mesh_url=mesh,
                                 remote_timeout_ms=PATIENCE_MS),
        "orders": OrdersConfig(**vars(plain["orders"]), outside_url=outside,
                               outside_timeout_ms=PATIENCE_MS),
        "recommendations": RecommendationsConfig(**vars(plain["recommendations"]),
                                                 outside_url=outside,
                                                 outside_timeout_ms=PATIENCE_MS,
                                                 scoring_rounds=1),
    }  # fmt: skip


class Arm:
    """`urls` are the services' databases, prepared; `outside` and `mesh` the URLs they call."""

    def __init__(self, urls: Mapping[str, str], outside: str, mesh: str) -> None:
        self.broker = MemoryBroker()
        self.apps: dict[str, Flask] = {}
        self._configs = configs(urls, outside, mesh)
        self._seen: set[tuple[str, str]] = set()
        for name, create in CREATE.items():
            self.apps[name] = create(self._configs[name], self.broker.connect)

    @property
    def services(self) -> dict[str, Service]:
        return {name: service_of(app) for name, app in self.apps.items()}

    @property
    def consumers(self) -> dict[str, Consumer]:
        """By service; the catalog has none."""
        return {name: found for name in SERVICES for found in self._workers(name, Consumer)}

    @property
    def screening(self) -> Screening:
        return self._workers("orders", Screening)[0]

    def redeploy(self, name: str, create: Create) -> None:
        """Put another release in the place of a service."""
        self._close(self.services[name])
        self.apps[name] = create(self._configs[name], self.broker.connect)

    def client(self, service: str) -> FlaskClient:
        return self.apps[service].test_client()

    def new_letters(self) -> list[Letter]:
        """What was published since the last look, for each service that listens."""
        new = [
            (name, delivery)
            for name, consumer in self.consumers.items()
            for topic in consumer.topics
            for delivery in self.broker.told(topic)
            if (name, delivery.place) not in self._seen
        ]
        self._seen |= {(name, delivery.place) for name, delivery in new}
        return new

    def deliver(self, letters: Iterable[Letter]) -> None:
        for name, delivery in letters:
            self.consumers[name].handle(delivery)

    def send_all(self) -> int:
        """Empty every outbox; returns how many messages left."""
        return sum(service.relay.send_batch() for service in self.services.values())

    def settle(self) -> None:
        """Send and deliver everything, in order, until nothing is left."""
        while self.send_all() + len(letters := self.new_letters()):
            self.deliver(letters)

    def close(self) -> None:
        for service in self.services.values():
            self._close(service)

    def _close(self, service: Service) -> None:
        service.database.engine.dispose()
        service.background.engine.dispose()

    def _workers(self, name: str, kind: type[W]) -> list[W]:
        return [each for each in self.services[name].workers if isinstance(each, kind)]
