"""Tells the gateway which replicas serve a part: one file per cluster, replaced as a whole.

A replica enters when it is ready (one of a deploy or a scaling, when it is switched in) and
leaves when it dies or is told to stop, as endpoints do in Kubernetes. So nobody's request
waits for a process that is only importing its modules, and no health check can eject a replica
that is merely busy; nor one that is paused: Kubernetes, too, would keep it until its readiness
probe has failed three times in 30 s, by default.
"""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

HostOf = Callable[[int], str]
"""By the port of a replica, which no other one of the arm has, the address it listens at."""
_TYPE: Final = "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment"


def on_loopback(_port: int) -> str:
    """Where replicas are plain processes."""
    return "127.0.0.1"


def endpoint_file(folder: Path, cluster: str) -> Path:
    """Where the gateway looks for the endpoints of a cluster."""
    return folder / f"{cluster}.json"


def write_endpoints(
    folder: Path,
    cluster: str,
    ports: Iterable[int],
    version: int,
    host_of: HostOf = on_loopback,
) -> None:
    """Replaces the cluster's endpoints by those with the ports given; atomic for the reader, whose
    statistics name the `version` it has read."""
    final = endpoint_file(folder, cluster)
    partial = final.with_suffix(".partial")
    response = _discovery_response(cluster, ports, version, host_of)
    partial.write_text(json.dumps(response), encoding="utf-8")
    partial.rename(final)


def ports_in(folder: Path, cluster: str) -> tuple[int, ...]:
    """The endpoints that the cluster has now; none where there is no such cluster."""
    try:
        body = json.loads(endpoint_file(folder, cluster).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    (locality,) = body["resources"][0]["endpoints"]
    addresses = (each["endpoint"]["address"] for each in locality["lb_endpoints"])
    return tuple(each["socket_address"]["port_value"] for each in addresses)


def _discovery_response(
    cluster: str, ports: Iterable[int], version: int, host_of: HostOf
) -> dict[str, object]:
    addresses = ({"address": host_of(port), "port_value": port} for port in ports)
    endpoints = [{"endpoint": {"address": {"socket_address": each}}} for each in addresses]
    assignment = {
        "@type": _TYPE,
        "cluster_name": cluster,
        "endpoints": [{"lb_endpoints": endpoints}],
    }
    return {"version_info": str(version), "resources": [assignment]}
