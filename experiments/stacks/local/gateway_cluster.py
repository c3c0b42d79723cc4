"""The gateway's cluster of a part: who is in it, how it is balanced, what it may take.

Envoy counts a replica's requests in its cluster. So whatever a part hosts shares one: a feature
that was counted apart would be sent to replicas that the others keep busy.
"""

from collections.abc import Callable
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
RESOLVED_EVERY_S: Final = 1
TYPES: Final = "type.googleapis.com/envoy"


Discovery = Callable[[Part], Json]
"""How the cluster of a part learns who its replicas are."""


def by_files(endpoints: Path) -> Discovery:
    """From the files in the folder `endpoints`, as the gateway sees it, whenever one changes."""

    def discovery(part: Part) -> Json:
        source = {
            "path_config_source": {
                "path": str(endpoint_file(endpoints, part.name)),
                "watched_directory": {"path": str(endpoints)},
            },
            "resource_api_version": "V3",
        }
        return {"type": "EDS", "eds_cluster_config": {"eds_config": source}}

    return discovery


def by_name(port: int) -> Discovery:
    """All addresses that the part's name has, asked again and again; replicas listen on `port`."""

    def discovery(part: Part) -> Json:
        address = {"socket_address": {"address": part.name, "port_value": port}}
        return {
            "type": "STRICT_DNS",
            "dns_lookup_family": "V4_ONLY",
            "dns_refresh_rate": f"{RESOLVED_EVERY_S}s",
            "load_assignment": {
                "cluster_name": part.name,
                "endpoints": [{"lb_endpoints": [{"endpoint": {"address": address}}]}],
            },
        }

    return discovery


def cluster(part: Part, discover: Discovery, timeouts: Timeouts, retries: Retries) -> Json:
    options = {
        "@type": f"{TYPES}.extensions.upstreams.http.v3.HttpProtocolOptions",
        "explicit_http_config": {"http_protocol_options": {}},
        "common_http_protocol_options": {"idle_timeout": f"{UPSTREAM_IDLE_S}s"},
    }
    return {
        "name": part.name,
        **discover(part),
        "connect_timeout": f"{timeouts.connect_ms / 1000}s",
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
