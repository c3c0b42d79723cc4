"""The composition root of the inventory service."""

from flask import Flask

from microservices.chassis.bus import OpenBus
from microservices.chassis.config import ServiceConfig
from microservices.chassis.participant import participant
from microservices.chassis.service import Service
from microservices.chassis.transports import open_bus as by_its_url
from shared_domain.inventory.feature import Inventory
from shared_domain.inventory.routes import inventory_routes
from shared_domain.kernel.seeing.seeing import Seeing
from shared_domain.kernel.wrap import Wrap, unwrapped
from shared_domain.messages.commands import ReleaseStock, ReserveStock


def create_app(
    config: ServiceConfig,
    wrap: Wrap = unwrapped,
    open_bus: OpenBus = by_its_url,
    seeing: Seeing | None = None,
) -> Flask:
    service = Service("inventory", config, open_bus, wrap, seeing)
    inventory = wrap("inventory", Inventory(service.now))
    perform = participant(inventory.handle, service.outbox)
    service.consume(["inventory.commands"], {ReserveStock: perform, ReleaseStock: perform})
    return service.application([inventory_routes(inventory, service.database)])
