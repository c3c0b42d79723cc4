"""Envoy's bootstrap for an arm: the gateway for clients, the mesh for its parts, a cluster per
feature. Both arms get the same, so that the proxy can never be what tells them apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from experiments.budget import Retries, Timeouts
from experiments.stacks.local.endpoints import endpoint_file
from experiments.stacks.local.problems import local_replies
from experiments.stacks.local.routes import Route

Json = dict[str, Any]

UPSTREAM_IDLE_S: Final = 10
"""Under the 30 s after which granian closes a silent connection: so the gateway never sends a
request into one that is just being closed."""
UNSENT: Final = "connect-failure,refused-stream,reset-before-request"
"""When a request is sent again: while no byte of it has reached a replica, so that one which kills
its replica takes no second one along."""
_TYPES: Final = "type.googleapis.com/envoy"


@dataclass(frozen=True)
class GatewayPorts:
    """Loopback ports: for clients, for the arm's own parts, and for Envoy's admin page."""

    public: int
    mesh: int
    admin: int


def bootstrap(
    routes: Iterable[Route],
    ports: GatewayPorts,
    endpoints: Path,
    timeouts: Timeouts,
    retries: Retries,
) -> Json:
    """The whole configuration; `endpoints` is the folder of the clusters' endpoint files."""
    routes = tuple(routes)
    features = sorted({route.feature for route in routes})
    table = _route_table(routes, timeouts, retries)
    return {
        "admin": {"address": _address(ports.admin)},
        "node": {"id": "gateway", "cluster": "cleave"},
        "static_resources": {
            "listeners": [
                _listener("gateway", ports.public, table),
                _listener("mesh", ports.mesh, table),
            ],
            "clusters": [_cluster(name, endpoints, timeouts, retries) for name in features],
        },
    }


def _address(port: int) -> Json:
    return {"socket_address": {"address": "127.0.0.1", "port_value": port}}


def _listener(name: str, port: int, table: Json) -> Json:
    manager = {
        "@type": f"{_TYPES}.extensions.filters.network.http_connection_manager.v3"
        ".HttpConnectionManager",
        "stat_prefix": name,
        "route_config": table,
        "normalize_path": True,
        "merge_slashes": True,
        "path_with_escaped_slashes_action": "UNESCAPE_AND_FORWARD",
        "use_remote_address": True,
        "generate_request_id": False,
        "local_reply_config": local_replies(),
        "http_filters": [
            {
                "name": "router",
                "typed_config": {
                    "@type": f"{_TYPES}.extensions.filters.http.router.v3.Router",
                    "suppress_envoy_headers": True,
                },
            }
        ],
    }
    chain = {"filters": [{"name": "http", "typed_config": manager}]}
    return {"name": name, "address": _address(port), "filter_chains": [chain]}


def _route_table(routes: Iterable[Route], timeouts: Timeouts, retries: Retries) -> Json:
    entries = [_entry(route, f"{timeouts.gateway_ms / 1000}s") for route in routes]
    missing = {"match": {"prefix": "/"}, "direct_response": {"status": 404}}
    host = {
        "name": "all",
        "domains": ["*"],
        "retry_policy": _retry_policy(retries),
        "routes": [*entries, missing],
    }
    return {"name": "features", "virtual_hosts": [host]}


def _entry(route: Route, timeout: str) -> Json:
    return {
        "match": {"safe_regex": {"regex": route.pattern}},
        "route": {"cluster": route.feature, "timeout": timeout},
    }


def _retry_policy(retries: Retries) -> Json:
    """Another replica each time, where there is one."""
    predicate = {
        "name": "envoy.retry_host_predicates.previous_hosts",
        "typed_config": {
            "@type": f"{_TYPES}.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate"
        },
    }
    return {
        "retry_on": UNSENT,
        "num_retries": retries.attempts,
        "retry_host_predicate": [predicate],
        "host_selection_retry_max_attempts": 5,
        "retry_back_off": {
            "base_interval": f"{retries.base_ms / 1000}s",
            "max_interval": f"{retries.max_ms / 1000}s",
        },
    }


def _cluster(feature: str, endpoints: Path, timeouts: Timeouts, retries: Retries) -> Json:
    source = {
        "path_config_source": {
            "path": str(endpoint_file(endpoints, feature)),
            "watched_directory": {"path": str(endpoints)},
        },
        "resource_api_version": "V3",
    }
    options = {
        "@type": f"{_TYPES}.extensions.upstreams.http.v3.HttpProtocolOptions",
        "explicit_http_config": {"http_protocol_options": {}},
        "common_http_protocol_options": {"idle_timeout": f"{UPSTREAM_IDLE_S}s"},
    }
    threshold = {
        "retry_budget": {
            "budget_percent": {"value": retries.budget_percent},
            "min_retry_concurrency": retries.budget_floor,
        }
    }
    return {
        "name": feature,
        "type": "EDS",
        "connect_timeout": f"{timeouts.connect_ms / 1000}s",
        "eds_cluster_config": {"eds_config": source},
        "lb_policy": "LEAST_REQUEST",
        "common_lb_config": {"healthy_panic_threshold": {"value": 0}},
        "typed_extension_protocol_options": {
            "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": options
        },
        "circuit_breakers": {"thresholds": [threshold]},
    }
