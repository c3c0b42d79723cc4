"""What a replica has counted, for Prometheus. Not part of the contract; the gateway hides it."""

from flask import Blueprint, Response, request
from prometheus_client.exposition import choose_encoder

from shared_domain.kernel.seeing.metrics import Metrics


def metrics_routes(metrics: Metrics) -> Blueprint:
    """`/metrics`: Prometheus' text, or OpenMetrics for whoever takes that. Only there do traces
    stand beside the buckets that they are examples of."""
    routes = Blueprint("metrics", __name__)

    @routes.get("/metrics")
    def show_metrics() -> Response:
        encode, content_type = choose_encoder(request.headers.get("Accept", ""))
        return Response(encode(metrics.registry), content_type=content_type)

    return routes
