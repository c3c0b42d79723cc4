"""One service process: its databases, bus, relay, consumer and probes, put together."""

import time
from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, Flask

from microservices.chassis.bus import OpenBus
from microservices.chassis.config import ServiceConfig
from microservices.chassis.consumer import Consumer, Handlers
from microservices.chassis.dead_letters import DeadLetters
from microservices.chassis.kafka_bus import KafkaBus
from microservices.chassis.outbox import Outbox
from microservices.chassis.relay import Relay
from microservices.chassis.seen import MessagesSeen
from microservices.chassis.worker import Worker
from shared_domain.kernel.bulkhead import Bulkhead
from shared_domain.kernel.clock import new_uuid
from shared_domain.kernel.database import Database
from shared_domain.kernel.dead_letters.routes import dead_letter_routes
from shared_domain.kernel.http.application import http_application
from shared_domain.kernel.http.health import Check, health_routes
from shared_domain.kernel.http.metrics import metrics_routes
from shared_domain.kernel.protections import UNPROTECTED
from shared_domain.kernel.seeing.seeing import Seeing, unseen
from shared_domain.kernel.shutdown import when_main_thread_ends
from shared_domain.kernel.wrap import Wrap, clock_of, unwrapped

BACKGROUND_POOL = 3
PATIENT = replace(UNPROTECTED, pool_ms=10_000)  # nobody waits for messages as for an answer
STOP_WITHIN_S = 3.0
FOR_THE_RELAY_S = 0.5
EXTENSION = "cleave-service"


class Service:
    """`database` serves requests, also what goes on after their answers; `background` serves relay
    and consumer.

    Two pools, so that a flood of requests cannot starve the messages, nor the other way round.
    Nothing runs before `start`. `now` is the clock of the process. A release may `wrap` it, as
    "<name>.clock", and the bus, as "<name>.bus".
    """

    def __init__(
        self,
        name: str,
        config: ServiceConfig,
        open_bus: OpenBus = KafkaBus,
        wrap: Wrap = unwrapped,
        seeing: Seeing | None = None,
    ) -> None:
        self.name = name
        self.now = clock_of([name], wrap)
        self._protections = config.protections
        self.database = Database(config.database_url, config.pool_size, config.protections)
        self.background = Database(config.database_url, BACKGROUND_POOL, PATIENT)
        self._bus = wrap(f"{name}.bus", open_bus(config.kafka, name, config.replica))
        self.seeing = seeing or unseen()
        self._seen = MessagesSeen(name, self.seeing)
        self.relay = Relay(self.background, self._bus, self._seen, self.now)
        self.outbox = Outbox(self.now, new_uuid, self.relay.hand_over)
        self.workers: list[Worker] = []
        self._startup: dict[str, Check] = {}
        metrics = self.seeing.metrics
        metrics.watch_pool("requests", self.database.connections)
        metrics.watch_pool("messages", self.background.connections)
        metrics.watch_outbox(self.relay.waiting.age_s)
        metrics.watch_breaker("database", lambda: self.database.breaker_state)

    def consume(self, topics: Sequence[str], handlers: Handlers) -> None:
        dead_letters = DeadLetters(self.outbox)
        consumer = Consumer(self.background, self._bus, topics, handlers, dead_letters, self._seen)
        self.workers.append(consumer)
        self._startup["consumer"] = consumer.assigned

    def started_when(self, name: str, check: Check) -> None:
        """Count the service as started only once `check` holds too."""
        self._startup[name] = check

    def application(self, routes: Sequence[Blueprint]) -> Flask:
        ready = {"database": self.database.answers}
        beside = [
            health_routes(ready, self._startup),
            metrics_routes(self.seeing.metrics),
            dead_letter_routes(self.database, self.outbox.put_raw),
        ]
        bulkhead = Bulkhead(self._protections)
        app = http_application(self.name, [*routes, *beside], self.seeing, bulkhead)
        app.extensions[EXTENSION] = self
        return app

    def start(self) -> None:
        """Start all that works beside HTTP, until the process ends; returns at once."""
        for worker in (self.relay, *self.workers):
            worker.start()
        when_main_thread_ends(self.stop)

    def stop(self, within_s: float = STOP_WITHIN_S) -> None:
        """End it in order, the relay last: the others leave messages to it until their end.

        What is not over in time is cut off, which is as safe as a crash.
        """
        until = time.monotonic() + within_s
        for worker in self.workers:
            worker.stop()
        for worker in self.workers:
            worker.join(max(0.0, until - FOR_THE_RELAY_S - time.monotonic()))
        self.relay.stop()
        self.relay.join(max(0.0, until - time.monotonic()))
        self.seeing.close()


def service_of(app: Flask) -> Service:
    """The service behind an app that `Service.application` made."""
    service = app.extensions[EXTENSION]
    assert isinstance(service, Service)
    return service
