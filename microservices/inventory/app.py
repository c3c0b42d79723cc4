"""The composition root of the inventory service."""

from collections.abc import Callable

from flask import Flask

from microservices.chassis.config import ServiceConfig
from microservices.chassis.participant import participant
from microservices.chassis.service import Service
from shared_domain.inventory.feature import Inventory
from shared_domain.inventory.routes import inventory_routes
from shared_domain.kernel.clock import utc_now
from shared_domain.messages.commands import ReleaseStock, ReserveStock

Wrap = Callable[[Inventory], Inventory]


def create_app(config: ServiceConfig, wrap: Wrap = lambda inventory: inventory) -> Flask:
    service = Service("inventory", config)
    inventory = wrap(Inventory(utc_now))
    perform = participant(inventory.handle, service.outbox)
    service.consume(["inventory.commands"], {ReserveStock: perform, ReleaseStock: perform})
    service.start()
    return service.application([inventory_routes(inventory, service.database)])
