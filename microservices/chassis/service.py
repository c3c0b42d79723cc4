"""One service process: its databases, bus, relay, consumer and probes, put together."""

from collections.abc import Sequence

from flask import Blueprint, Flask

from microservices.chassis.config import ServiceConfig
from microservices.chassis.consumer import Consumer, Handlers
from microservices.chassis.dead_letters import DeadLetters
from microservices.chassis.kafka_bus import KafkaBus
from microservices.chassis.outbox import Outbox
from microservices.chassis.relay import Relay
from shared_domain.kernel.clock import new_uuid, utc_now
from shared_domain.kernel.database import Database
from shared_domain.kernel.http.application import http_application
from shared_domain.kernel.http.health import Check, health_routes

BACKGROUND_POOL = 3
BACKGROUND_WAIT_S = 10.0


class Service:
    """`database` serves HTTP threads; `background` serves relay and consumer.

    Two pools, so that a flood of requests cannot starve the messages, nor the other way round.
    """

    def __init__(self, name: str, config: ServiceConfig) -> None:
        self.name = name
        self.database = Database(config.database_url, config.pool_size)
        self.background = Database(config.database_url, BACKGROUND_POOL, BACKGROUND_WAIT_S)
        self._bus = KafkaBus(config.kafka, name, config.replica)
        self._relay = Relay(self.background, self._bus)
        self.outbox = Outbox(utc_now, new_uuid, self._relay.wake)
        self._consumer: Consumer | None = None
        self._startup: dict[str, Check] = {}

    def consume(self, topics: Sequence[str], handlers: Handlers) -> None:
        dead_letters = DeadLetters(self.outbox)
        self._consumer = Consumer(self.background, self._bus, topics, handlers, dead_letters)
        self._startup["consumer"] = self._consumer.assigned

    def started_when(self, name: str, check: Check) -> None:
        """Count the service as started only once `check` holds too."""
        self._startup[name] = check

    def application(self, routes: Sequence[Blueprint]) -> Flask:
        ready = {"database": self.database.answers}
        return http_application(self.name, [*routes, health_routes(ready, self._startup)])

    def start(self) -> None:
        """Start sending and receiving; returns at once."""
        self._relay.start()
        if self._consumer is not None:
            self._consumer.start()
