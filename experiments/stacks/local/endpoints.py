"""Tells the gateway which replicas serve a feature: one file per cluster, replaced as a whole.

A replica enters when it is ready and leaves when it dies or is told to stop, as endpoints do
in Kubernetes. So nobody's request waits for a process that is only importing its modules, and
no health check can eject a replica that is merely busy.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_TYPE: Final = "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment"


def endpoint_file(folder: Path, cluster: str) -> Path:
    """Where the gateway looks for the endpoints of a cluster."""
    return folder / f"{cluster}.json"


def write_endpoints(folder: Path, cluster: str, ports: Iterable[int]) -> None:
    """Replaces the cluster's endpoints by the loopback ports given; atomic for the reader."""
    final = endpoint_file(folder, cluster)
    partial = final.with_suffix(".partial")
    partial.write_text(json.dumps(_discovery_response(cluster, ports)), encoding="utf-8")
    partial.rename(final)


def _discovery_response(cluster: str, ports: Iterable[int]) -> dict[str, object]:
    endpoints = [
        {"endpoint": {"address": {"socket_address": {"address": "127.0.0.1", "port_value": port}}}}
        for port in ports
    ]
    assignment = {
        "@type": _TYPE,
        "cluster_name": cluster,
        "endpoints": [{"lb_endpoints": endpoints}],
    }
    return {"resources": [assignment]}
