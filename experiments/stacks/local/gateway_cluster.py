"""The gateway's cluster of a part: who is in it, how it is balanced, what it may take.

Envoy counts a replica's requests in its cluster. So whatever a part hosts shares one: a feature
that was counted apart would be sent to replicas that the others keep busy.
"""

from pathlib import Path
from typing import Any, Final

from experiments.budget import Retries, Timeouts
from experiments.stacks.local.endpoints import endpoint_file
from experiments.topology import Part

Json = dict[str, Any]

UPSTREAM_IDLE_S: Final = 10
"""Under the 30 s after which granian closes a silent connection: so the gateway never sends a
request into one that is just being closed."""
MOST_PER_FEATURE: Final = 1024
"""Requests, waiting requests and connections of a cluster, for each feature it hosts: so neither
arm has more in total. Envoy's default for a cluster."""
TYPES: Final = "type.googleapis.com/envoy"


def cluster(part: Part, endpoints: Path, timeouts: Timeouts, retries: Retries) -> Json:
    source = {
        "path_config_source": {
            "path": str(endpoint_file(endpoints, part.name)),
            "watched_directory": {"path": str(endpoints)},
        },
        "resource_api_version": "V3",
    }
    options = {
        "@type": f"{TYPES}.extensions.upstreams.http.v3.HttpProtocolOptions",
        "explicit_http_config": {"http_protocol_options": {}},
        "common_http_protocol_options": {"idle_timeout": f"{UPSTREAM_IDLE_S}s"},
    }
    return {
        "name": part.name,
        "type": "EDS",
        "connect_timeout": f"{timeouts.connect_ms / 1000}s",
        "eds_cluster_config": {"eds_config": source},
        "lb_policy": "LEAST_REQUEST",
        "common_lb_config": {"healthy_panic_threshold": {"value": 0}},
        "typed_extension_protocol_options": {
            "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": options
        },
        "circuit_breakers": {"thresholds": [_threshold(len(part.features), retries)]},
    }


def _threshold(features: int, retries: Retries) -> Json:
    most = features * MOST_PER_FEATURE
    return {
        "max_connections": most,
        "max_pending_requests": most,
        "max_requests": most,
        "retry_budget": {
            "budget_percent": {"value": retries.budget_percent},
            "min_retry_concurrency": features * retries.budget_floor,
        },
    }
