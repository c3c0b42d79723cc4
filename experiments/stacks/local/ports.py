"""Free loopback ports for an arm, and who holds a port that is not free."""

import contextlib
import errno
import socket
import threading
from collections import deque
from typing import Final

import psutil

from experiments.stacks.protocol import StackError
from experiments.topology import PORTS_PER_ARM, Topology

FIRST_INTERNAL: Final = 10


class PortInUse(StackError):
    """Somebody else listens where the lab has to."""

    advice = "stop what listens there"


class PortBook:
    """Hands out loopback ports from a range: each free now, none to two holders."""

    def __init__(self, first: int, count: int, purpose: str) -> None:
        self._candidates = deque(range(first, first + count))
        self._purpose = purpose
        self._lock = threading.Lock()

    def take(self) -> int:
        """The next free port; StackError when the range is used up."""
        with self._lock:
            for _ in range(len(self._candidates)):
                port = self._candidates.popleft()
                if is_free(port):
                    return port
                self._candidates.append(port)
        raise StackError(f"no free port is left for {self._purpose}")

    def give(self, port: int) -> None:
        """It may be handed out again, after all the others."""
        with self._lock:
            self._candidates.append(port)


def ports_of(topology: Topology) -> PortBook:
    """The arm's internal ports: its range but for the first FIRST_INTERNAL."""
    first = topology.base_port + FIRST_INTERNAL
    return PortBook(first, PORTS_PER_ARM - FIRST_INTERNAL, topology.name)


def is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            return False
    return True


def require_free(port: int, purpose: str) -> None:
    """PortInUse naming the port and, if visible, the process that holds it."""
    if not is_free(port):
        raise PortInUse(f"port {port}, needed for {purpose}, is in use{_holder(port)}")


def _holder(port: int) -> str:
    with contextlib.suppress(psutil.Error, OSError):
        for connection in psutil.net_connections("tcp"):
            local = connection.laddr
            if connection.status == psutil.CONN_LISTEN and local and local.port == port:
                name = psutil.Process(connection.pid).name() if connection.pid else "another user"
                return f" by {name}" + (f" (process {connection.pid})" if connection.pid else "")
    return ""
