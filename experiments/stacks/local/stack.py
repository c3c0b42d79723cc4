"""An arm on this machine: the Stack protocol over a supervisor and real servers."""

import contextlib
from pathlib import Path
from types import TracebackType
from typing import Final

from experiments.budget import Budget
from experiments.stacks.local.arm import Arm, ArmPorts, take_ports
from experiments.stacks.local.arm_folder import clear_arm, open_arm, save_logs
from experiments.stacks.local.client import Client, Lifeline
from experiments.stacks.local.cores import split_cores
from experiments.stacks.local.database_server import database_name
from experiments.stacks.local.files import disk_errors, require_room
from experiments.stacks.local.gateway import NAME as GATEWAY
from experiments.stacks.local.kafka import NAME as BROKER
from experiments.stacks.local.kit import Kit, open_kit
from experiments.stacks.local.places import Places, open_places
from experiments.stacks.local.ports import require_free
from experiments.stacks.local.postgres import AUDITOR, database_url
from experiments.stacks.local.provision import Say, ensure_templates
from experiments.stacks.local.replicas import replica_name
from experiments.stacks.local.startup import wait_started
from experiments.stacks.local.system import MEMORY_KIND
from experiments.stacks.local.templates import exclusively
from experiments.stacks.protocol import Database, Gateway, Replica, StackError, Target, Usage
from experiments.topology import Topology

START_S: Final = 60.0
WAIT_FOR_OTHERS_S: Final = 1.0


class LocalStack:
    """One arm. `say` gets a line for each long step; use it as a context manager to have the
    arm stopped whatever happens."""

    def __init__(
        self,
        topology: Topology,
        budget: Budget,
        outside_url: str,
        places: Places | None = None,
        say: Say | None = None,
    ) -> None:
        self.topology = topology
        self._budget = budget
        self._outside_url = outside_url
        self._places = places or open_places()
        self._say = say or (lambda _: None)
        self._folder = self._places.arm(topology.name)
        self._client = Client(self._folder)
        self._lifeline: Lifeline | None = None
        self._kit: Kit | None = None
        self._ports: ArmPorts | None = None
        self._begun = False

    @property
    def gateway_url(self) -> str:
        return f"http://127.0.0.1:{self.topology.gateway_port}"

    def start(self) -> None:
        name = self.topology.name
        with exclusively(self._places.lock(name), WAIT_FOR_OTHERS_S), disk_errors(self._folder):
            clear_arm(self._places, name)
            require_room(self._places.state)
            require_free(self.topology.gateway_port, f"the gateway of {name}")
            self._kit = open_kit(self.topology, self._budget, self._places)
            self._begun = True
            try:
                self._bring_up(self._kit)
            except StackError as error:
                kept = self._keep_logs()
                self.stop()
                raise StackError(f"{error}{kept}") from error
            except BaseException:
                self.stop()
                raise

    def stop(self) -> None:
        """Touches only what this object started: never an arm that another lab is using."""
        if not self._begun:
            return
        clear_arm(self._places, self.topology.name, even_if_used=True)
        if self._lifeline:
            self._lifeline.wait()
        self._lifeline, self._ports, self._begun = None, None, False

    def release(self) -> None:
        """The arm stays up when this process ends, until `cleave down` or the next start."""
        self._client.release()

    def kill(self, target: Target) -> None:
        self._client.kill(process_name(target))

    def restart(self, target: Target) -> None:
        name = process_name(target)
        self._client.restart(name)
        self._client.wait_ready([name], START_S, strict=False)
        self._wait_started(START_S)

    def usage(self) -> Usage:
        groups = self._client.usage()
        return Usage(
            cpu_seconds=sum(group.cpu_seconds for group in groups.values()),
            memory_bytes=sum(group.memory_bytes for group in groups.values()),
            memory_kind=MEMORY_KIND,
            groups=groups,
        )

    def audit_url(self, feature: str) -> str:
        part = self.topology.part_of(feature).name
        if self._kit is None or self._ports is None:
            raise StackError(f"{self.topology.name} is not running")
        password = self._kit.passwords.of(AUDITOR, part)
        return database_url(part, AUDITOR, password, self._ports.databases[part])

    def wait_healthy(self, deadline_s: float) -> None:
        self._client.wait_ready(self._client.statuses(), deadline_s, strict=False)
        self._wait_started(deadline_s)
        self._client.reset_backoff()

    def save_logs(self, folder: Path) -> None:
        save_logs(self._folder, folder)

    def __enter__(self) -> "LocalStack":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _bring_up(self, kit: Kit) -> None:
        templates = ensure_templates(self.topology, self._budget, kit, self._places, self._say)
        self._ports = take_ports(self.topology)
        self._say(f"starting {self.topology.name}")
        self._client, self._lifeline = open_arm(
            self._places, self.topology.name, self._budget.restarts
        )
        arm = Arm(
            self.topology,
            self._budget,
            kit,
            templates,
            self._folder,
            self._ports,
            self._outside_url,
        )
        self._client.wait_ready(arm.start(self._client), START_S, strict=True)
        self._wait_started(START_S)
        self._pin()

    def _wait_started(self, deadline_s: float) -> None:
        wait_started(self._ports.replicas if self._ports else {}, deadline_s)

    def _pin(self) -> None:
        split = split_cores(self._budget.cores.lab)
        if split.pinned:
            self._client.pin(split.arm, split.lab)

    def _keep_logs(self) -> str:
        kept = self._places.failed(self.topology.name)
        with contextlib.suppress(OSError):
            if self._folder.exists():
                save_logs(self._folder, kept)
                return f" (logs: {kept})"
        return ""


def process_name(target: Target) -> str:
    """The supervisor's name for a target."""
    if isinstance(target, Replica):
        return replica_name(target.part, target.index)
    if isinstance(target, Database):
        return database_name(target.part)
    return GATEWAY if isinstance(target, Gateway) else BROKER
