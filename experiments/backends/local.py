"""The backends on this machine, below a supervisor of their own: they do not outlive the lab."""

from pathlib import Path
from typing import Final, Self

import requests

from experiments.backends.addresses import Addresses, on_loopback
from experiments.backends.elasticsearch import open_elasticsearch
from experiments.backends.jaeger import JaegerPorts, jaeger_spec
from experiments.backends.places import CONFIGURATION
from experiments.backends.prometheus import (
    NAME as PROMETHEUS,
)
from experiments.backends.prometheus import (
    TARGETS,
    alertmanager_spec,
    prometheus_spec,
    write_targets,
)
from experiments.budget import Restarts
from experiments.stacks.local.arm_folder import clear_arm, open_arm, save_logs
from experiments.stacks.local.client import Client
from experiments.stacks.local.lifeline import Lifeline
from experiments.stacks.local.places import Places
from experiments.stacks.local.ports import PortBook
from experiments.stacks.local.process import ProcessSpec
from experiments.stacks.protocol import Stack

NAME: Final = "backends"
PORTS: Final = (20800, 100)
START_S: Final = 90.0
TEMPLATES: Final = ("cleave-logs", "cleave-annotations")


class LocalBackends:
    """Elasticsearch, Prometheus, Alertmanager and Jaeger, while the block lasts.

    BackendError if one was not fetched, StackError if one does not come up."""

    def __init__(self, places: Places, rule: Restarts) -> None:
        self._places = places
        self._rule = rule
        self._folder = places.arm(NAME)
        self._client = Client(self._folder)
        self._lifeline: Lifeline | None = None
        book = PortBook(*PORTS, "the backends")
        self._jaeger = JaegerPorts(*(book.take() for _ in range(3)))
        self._elasticsearch = (book.take(), book.take())
        self._prometheus, self._alertmanager = book.take(), book.take()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._client.statuses())

    @property
    def addresses(self) -> Addresses:
        asked = (self._elasticsearch[0], self._prometheus, self._alertmanager)
        return on_loopback(*asked, self._jaeger.query, self._jaeger.otlp)

    def __enter__(self) -> Self:
        clear_arm(self._places, NAME)
        self._client, self._lifeline = open_arm(self._places, NAME, self._rule)
        try:
            for spec in self._specs():
                self._client.add(spec)
            self._client.wait_ready(self.names, START_S, strict=True)
            self._provision()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def watch(self, stack: Stack) -> None:
        """From now on Prometheus asks the replicas that the stack has now."""
        write_targets(self._folder / PROMETHEUS / TARGETS, stack)

    def kill(self, name: str) -> None:
        """SIGKILL; it stays down."""
        self._client.kill(name, stays_down=True)

    def bring_back(self, name: str) -> None:
        """Returns when it serves."""
        self._client.restart(name)
        self._client.wait_ready([name], START_S, strict=False)

    def save_logs(self, folder: Path) -> None:
        save_logs(self._folder, folder)

    def _specs(self) -> tuple[ProcessSpec, ...]:
        folder = self._folder
        return (
            open_elasticsearch().spec(folder, *self._elasticsearch),
            jaeger_spec(folder, self._jaeger),
            alertmanager_spec(folder, self._alertmanager),
            prometheus_spec(folder, self._prometheus, self._alertmanager),
        )

    def _provision(self) -> None:
        """As compose/observability/provision.sh does it."""
        headers = {"Content-Type": "application/json"}
        for name in TEMPLATES:
            body = (CONFIGURATION / "elasticsearch" / f"{name}.json").read_bytes()
            url = f"{self.addresses.elasticsearch}/_index_template/{name}"
            requests.put(url, data=body, headers=headers, timeout=10).raise_for_status()

    def _end(self) -> None:
        clear_arm(self._places, NAME, even_if_used=True)
        if self._lifeline:
            self._lifeline.wait()
        self._lifeline = None
