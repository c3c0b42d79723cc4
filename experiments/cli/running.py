"""An arm that `cleave up` has left running, found by its supervisor, or by the engine that has it,
and by its servers' own files."""

import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from experiments.budget import load_budget
from experiments.stacks.docker.record import read_record
from experiments.stacks.local.client import Client
from experiments.stacks.local.endpoints import ports_in
from experiments.stacks.local.outside import OutsideProcess
from experiments.stacks.local.passwords import Passwords, open_passwords
from experiments.stacks.local.places import Places, open_places
from experiments.stacks.local.postgres import AUDITOR, database_url
from experiments.stacks.protocol import StackError
from experiments.topology import Topology

PORT_LINE = 3
"""Of postmaster.pid, counted from 0; see PostgreSQL's src/include/utils/pidfile.h."""


@dataclass(frozen=True)
class RunningArm:
    """As much of a Stack as it takes to use an arm and read its tables."""

    topology: Topology
    folder: Path
    passwords: Passwords = field(repr=False)

    @property
    def gateway_url(self) -> str:
        return f"http://127.0.0.1:{self.topology.gateway_port}"

    def audit_url(self, feature: str) -> str:
        part = self.topology.part_of(feature).name
        port = self._port(part)
        return database_url(part, AUDITOR, self.passwords.of(AUDITOR, part), port)

    def _port(self, part: str) -> int:
        recorded = read_record(self.folder)
        try:
            if recorded is not None:
                return recorded[part]
            file = self.folder / "databases" / part / "postmaster.pid"
            return int(file.read_text().splitlines()[PORT_LINE])
        except (OSError, LookupError, ValueError) as error:
            raise StackError(f"the database of {part} is not running") from error

    def replica_urls(self, part: str) -> tuple[str, ...]:
        """Of those that the gateway sends requests to."""
        ports = ports_in(self.folder / "endpoints", part)
        return tuple(f"http://127.0.0.1:{port}" for port in ports)


def find_running(topology: Topology, places: Places | None = None) -> RunningArm | None:
    """The arm if it is up, released by the command that started it, and healthy."""
    where = places or open_places()
    folder = where.arm(topology.name)
    if not (_in_containers(where, topology.name) or _released(Client(folder))):
        return None
    return RunningArm(topology, folder, open_passwords(where.cache))


def _in_containers(places: Places, arm: str) -> bool:
    """The engine is asked only about an arm that has a record of it."""
    if read_record(places.arm(arm)) is None:
        return False
    from experiments.stacks.docker.found import all_run

    return all_run(places, arm)


def _released(client: Client) -> bool:
    try:
        healthy = all(status.state == "ready" for status in client.statuses().values())
        return healthy and not client.leased()
    except StackError:
        return False


def outside_answers() -> bool:
    """Whether the outside world is there to be shared."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{OutsideProcess(load_budget()).url}/behaviour", timeout=1):
            return True
    except OSError:
        return False
