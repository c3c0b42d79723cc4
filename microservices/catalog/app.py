"""The composition root of the catalog service."""

from collections.abc import Callable

from flask import Flask

from microservices.catalog.config import Config
from microservices.catalog.product_page import RemotePage
from microservices.chassis.service import Service
from shared_domain.catalog.feature import Catalog
from shared_domain.catalog.routes import catalog_routes
from shared_domain.kernel.remote import Remote

Wrap = Callable[[Catalog], Catalog]


def create_app(config: Config, wrap: Wrap = lambda catalog: catalog) -> Flask:
    service = Service("catalog", config)
    catalog = wrap(Catalog())

    def remote(feature: str) -> Remote:
        return Remote(feature, config.mesh_url, config.remote_timeout_ms, config.pool_size)

    page = RemotePage(catalog, service.database, remote("inventory"), remote("recommendations"))
    service.start()
    return service.application([catalog_routes(catalog, service.database, page.read)])
