"""Envoy's bootstrap for an arm: the gateway for clients, the mesh for its parts, and the routes of
every feature to the cluster of the part that hosts it. The rules are the same for both arms.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from experiments.budget import Retries, Timeouts
from experiments.stacks.local.gateway_cluster import TYPES, Discovery, Json, cluster
from experiments.stacks.local.gateway_links import RUNTIME, link_of, links_filter
from experiments.stacks.local.problems import local_replies
from experiments.stacks.local.routes import Route
from experiments.topology import REST, Topology
from experiments.transports import READING

LOOPBACK: Final = "127.0.0.1"
UNSENT: Final = "connect-failure,refused-stream,reset-before-request"
"""When a request is sent again: while no byte of it has reached a replica, so that one which kills
its replica takes no second one along."""

REQUEST_START: Final[Json] = {
    "request_headers_to_add": [
        {
            "header": {"key": "x-request-start", "value": "t=%START_TIME(%s.%6f)%"},
            "append_action": "OVERWRITE_IF_EXISTS_OR_ADD",
        }
    ]
}
"""Of a route table: seconds since 1970, as others than Envoy say it too. Envoy has no spans to give
where there is no collector to take them."""


@dataclass(frozen=True)
class GatewayPorts:
    """For clients, for each of the arm's own parts, and for Envoy's admin page; and the addresses
    where it listens."""

    public: int
    mesh: Mapping[str, int]
    admin: int
    host: str = LOOPBACK
    admin_host: str = LOOPBACK


def bootstrap(
    topology: Topology,
    routes: Iterable[Route],
    ports: GatewayPorts,
    discover: Discovery,
    timeouts: Timeouts,
    retries: Retries,
    is_timed: bool = False,
) -> Json:
    """The whole configuration; `discover` is how a cluster learns who its replicas are. If
    `is_timed`, replicas are told when the gateway got a client's request."""
    routes = tuple(routes)

    def table(caller: str = "") -> Json:
        made = _route_table(topology, routes, timeouts, retries, caller)
        return made | REQUEST_START if is_timed and not caller else made

    return {
        "admin": {"address": _address(ports.admin_host, ports.admin)},
        "layered_runtime": RUNTIME,
        "node": {"id": "gateway", "cluster": "cleave"},
        "static_resources": {
            "listeners": [
                _listener("gateway", _address(ports.host, ports.public), table(), ()),
                *(
                    _listener(
                        f"mesh-{caller}",
                        _address(ports.host, port),
                        table(caller),
                        (links_filter(),),
                    )
                    for caller, port in ports.mesh.items()
                ),
            ],
            "clusters": [cluster(part, discover, timeouts, retries) for part in topology.parts],
        },
    }


def _address(host: str, port: int) -> Json:
    return {"socket_address": {"address": host, "port_value": port}}


def _listener(name: str, address: Json, table: Json, before: tuple[Json, ...]) -> Json:
    manager = {
        "@type": f"{TYPES}.extensions.filters.network.http_connection_manager.v3"
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
            *before,
            {
                "name": "router",
                "typed_config": {
                    "@type": f"{TYPES}.extensions.filters.http.router.v3.Router",
                    "suppress_envoy_headers": True,
                },
            },
        ],
    }
    chain = {"filters": [{"name": "http", "typed_config": manager}]}
    return {"name": name, "address": address, "filter_chains": [chain]}


def _route_table(
    topology: Topology, routes: Iterable[Route], timeouts: Timeouts, retries: Retries, caller: str
) -> Json:
    """For clients, or for the part `caller`."""
    timeout = f"{timeouts.gateway_ms / 1000}s"
    entries = [
        _entry(topology, route, timeout)
        | ({"typed_per_filter_config": link_of(caller, route.feature)} if caller else {})
        for route in routes
    ]
    entries += _mailboxes(topology, timeout, caller) if caller else []
    missing = {"match": {"prefix": "/"}, "direct_response": {"status": 404}}
    host = {
        "name": "all",
        "domains": ["*"],
        "retry_policy": _retry_policy(retries),
        "routes": [*entries, missing],
    }
    return {"name": "features", "virtual_hosts": [host]}


def _mailboxes(topology: Topology, timeout: str, caller: str) -> list[Json]:
    """Where services are told by each other: the way to each that is told anything. Clients have
    none."""
    if topology.transport != REST:
        return []
    return [
        {
            "match": {"prefix": f"/mailbox/{feature}/"},
            "route": {"cluster": topology.part_of(feature).name, "timeout": timeout},
            "typed_per_filter_config": link_of(caller, feature),
        }
        for feature in sorted(READING)
    ]


def _entry(topology: Topology, route: Route, timeout: str) -> Json:
    return {
        "match": {"safe_regex": {"regex": route.pattern}},
        "route": {"cluster": topology.part_of(route.feature).name, "timeout": timeout},
    }


def _retry_policy(retries: Retries) -> Json:
    """Another replica each time, where there is one."""
    predicate = {
        "name": "envoy.retry_host_predicates.previous_hosts",
        "typed_config": {
            "@type": f"{TYPES}.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate"
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
