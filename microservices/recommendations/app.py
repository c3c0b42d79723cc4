"""The composition root of the recommendations service."""

from flask import Flask

from microservices.chassis.bus import OpenBus
from microservices.chassis.kafka_bus import KafkaBus
from microservices.chassis.product_copy import copy
from microservices.chassis.service import Service
from microservices.recommendations.config import Config
from shared_domain.kernel.outside import Outside
from shared_domain.kernel.seeing.seeing import Seeing
from shared_domain.kernel.wrap import Wrap, unwrapped
from shared_domain.messages.events import ProductsListed
from shared_domain.recommendations.feature import Recommendations
from shared_domain.recommendations.routes import recommendations_routes


def create_app(
    config: Config,
    wrap: Wrap = unwrapped,
    open_bus: OpenBus = KafkaBus,
    seeing: Seeing | None = None,
) -> Flask:
    service = Service("recommendations", config, open_bus, wrap, seeing)
    outside = Outside(
        config.outside_url, config.outside_timeout_ms, config.pool_size, config.protections
    )
    service.seeing.metrics.watch_breaker("ranking", lambda: outside.ranking_breaker)
    recommendations = wrap(
        "recommendations",
        Recommendations(
            service.database, copy.of_same_category, outside.rank, config.scoring_rounds
        ),
    )
    service.consume(["catalog.events"], {ProductsListed: copy.keep})
    service.started_when("product copy", lambda: copy.is_filled(service.database))
    return service.application([recommendations_routes(recommendations)])
