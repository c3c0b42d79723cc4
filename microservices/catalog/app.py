"""The composition root of the catalog service."""

from flask import Flask

from microservices.catalog.config import Config
from microservices.catalog.product_page import RemotePage
from microservices.chassis.bus import OpenBus
from microservices.chassis.kafka_bus import KafkaBus
from microservices.chassis.service import Service
from shared_domain.catalog.feature import Catalog
from shared_domain.catalog.routes import catalog_routes
from shared_domain.kernel.remote import Remote
from shared_domain.kernel.seeing.seeing import Seeing
from shared_domain.kernel.wrap import Wrap, unwrapped


def create_app(
    config: Config,
    wrap: Wrap = unwrapped,
    open_bus: OpenBus = KafkaBus,
    seeing: Seeing | None = None,
) -> Flask:
    service = Service("catalog", config, open_bus, wrap, seeing)
    catalog = wrap("catalog", Catalog())

    def remote(feature: str) -> Remote:
        made = Remote(
            feature,
            config.mesh_url,
            config.remote_timeout_ms,
            config.pool_size,
            most=config.protections.calls_of_one,
            protections=config.protections,
        )
        service.seeing.metrics.watch_breaker(feature, lambda: made.breaker_state)
        return made

    page = RemotePage(
        catalog,
        service.database,
        remote("inventory"),
        remote("recommendations"),
        config.protections,
    )
    return service.application([catalog_routes(catalog, service.database, page.read)])
