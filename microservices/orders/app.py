"""The composition root of the orders service."""

from flask import Flask

from microservices.chassis.bus import OpenBus
from microservices.chassis.kafka_bus import KafkaBus
from microservices.chassis.product_copy import copy
from microservices.chassis.service import Service
from microservices.orders.checkout import SagaCheckout
from microservices.orders.config import Config
from microservices.orders.saga import Saga
from microservices.orders.screening import THREADS, Screening
from shared_domain.kernel.clock import new_uuid
from shared_domain.kernel.outside import Outside
from shared_domain.kernel.seeing.seeing import Seeing
from shared_domain.kernel.wrap import Wrap, unwrapped
from shared_domain.messages.events import ProductsListed
from shared_domain.messages.replies import StepDone, StepRefused
from shared_domain.orders.feature import Orders
from shared_domain.orders.routes import orders_routes


def create_app(
    config: Config,
    wrap: Wrap = unwrapped,
    open_bus: OpenBus = KafkaBus,
    seeing: Seeing | None = None,
) -> Flask:
    service = Service("orders", config, open_bus, wrap, seeing)
    outside = Outside(config.outside_url, config.outside_timeout_ms, THREADS, config.protections)
    seen = service.seeing
    saga = Saga(service.outbox, service.now, seen.metrics.saga)
    screening = Screening(service.database, saga, outside.screen, service.now, seen.tracing)
    checkout = SagaCheckout(service.database, saga, screening)
    orders = wrap("orders", Orders(service.database, copy.prices, checkout, service.now, new_uuid))
    service.consume(
        ["orders.replies", "catalog.events"],
        {StepDone: saga.on_reply, StepRefused: saga.on_reply, ProductsListed: copy.keep},
    )
    service.started_when("product copy", lambda: copy.is_filled(service.database))
    service.workers.append(screening)
    return service.application([orders_routes(orders, service.database)])
