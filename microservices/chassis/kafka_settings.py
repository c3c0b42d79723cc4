"""How long anybody waits for Kafka here.

kafka-python's default timeouts are made for clusters that fail over in half a minute; here a
broker is back within seconds, so everything that waits is told to wait less.
"""

import contextlib
import socket

from shared_domain.kernel.errors import Unavailable

CONNECT_TIMEOUT_S = 1.0
PATIENCE = {
    "reconnect_backoff_ms": 50,
    "reconnect_backoff_max_ms": 500,
    "retry_backoff_ms": 50,
    "metadata_max_age_ms": 5_000,
    "bootstrap_timeout_ms": 3_000,
}


def require_listener(servers: str) -> None:
    """Raises Unavailable unless one of `servers` takes connections.

    kafka-python leaves a thread behind for each consumer that finds no broker, so it is not asked
    before there is one.
    """
    for server in servers.split(","):
        host, _, port = server.rpartition(":")
        with contextlib.suppress(OSError):
            socket.create_connection((host, int(port)), CONNECT_TIMEOUT_S).close()
            return
    raise Unavailable(f"no Kafka listens at {servers}")
