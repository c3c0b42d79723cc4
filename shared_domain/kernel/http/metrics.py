"""What a replica has counted, for Prometheus. Not part of the contract; the gateway hides it."""

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from shared_domain.kernel.seeing.metrics import Metrics


def metrics_routes(metrics: Metrics) -> Blueprint:
    """`/metrics`."""
    routes = Blueprint("metrics", __name__)

    @routes.get("/metrics")
    def show_metrics() -> Response:
        return Response(generate_latest(metrics.registry), content_type=CONTENT_TYPE_LATEST)

    return routes
