"""Which ports the gateway is told of: those of ready processes that are not held back.

Each change of a cluster has a number that goes with it to the gateway, so that whoever asked
for a change can wait until the gateway has made it.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from experiments.stacks.local.endpoints import HostOf, on_loopback, write_endpoints
from experiments.stacks.local.process import Probe, State


class Specified(Protocol):
    """What is known of a process before it runs."""

    @property
    def serves(self) -> tuple[str, ...]: ...
    @property
    def probe(self) -> Probe | None: ...


class Served(Protocol):
    """A process, or a container, that may serve."""

    @property
    def spec(self) -> Specified: ...
    @property
    def state(self) -> State: ...
    @property
    def held(self) -> bool: ...


class Serving:
    """Writes the endpoint files in `folder`, each only when its ports have changed."""

    def __init__(self, folder: Path, host_of: HostOf = on_loopback) -> None:
        self._folder = folder
        self._host_of = host_of
        self._written: dict[str, tuple[int, ...]] = {}
        self._versions: dict[str, int] = {}

    def publish(self, processes: Iterable[Served]) -> None:
        ports: dict[str, list[int]] = {}
        for process in processes:
            for cluster in process.spec.serves:
                open_ports = ports.setdefault(cluster, [])
                if process.state == "ready" and not process.held and process.spec.probe:
                    open_ports.append(process.spec.probe.port)
        for cluster, found in ports.items():
            self._write(cluster, tuple(found))

    def versions_of(self, clusters: Iterable[str]) -> dict[str, int]:
        """The number of each cluster's last change."""
        return {cluster: self._versions[cluster] for cluster in clusters}

    def _write(self, cluster: str, ports: tuple[int, ...]) -> None:
        if self._written.get(cluster) != ports:
            self._written[cluster] = ports
            self._versions[cluster] = self._versions.get(cluster, 0) + 1
            version = self._versions[cluster]
            write_endpoints(self._folder, cluster, ports, version, self._host_of)
