"""An arm that is up: its servers by name, and what is known of each."""

from dataclasses import dataclass
from pathlib import Path

from experiments.artefacts.build import build_artefact
from experiments.artefacts.release import Release
from experiments.stacks.local.arm import READY_S
from experiments.stacks.local.cores import split_cores
from experiments.stacks.local.database_server import database_name
from experiments.stacks.local.fleet import Fleet
from experiments.stacks.local.gateway import NAME as GATEWAY
from experiments.stacks.local.kafka import NAME as BROKER
from experiments.stacks.local.passwords import Passwords
from experiments.stacks.local.ports import ports_of
from experiments.stacks.local.postgres import AUDITOR, database_url
from experiments.stacks.local.read_only import Door
from experiments.stacks.local.rollout import Rollout, migrations_of
from experiments.stacks.local.site import LocalSite
from experiments.stacks.local.startup import wait_started
from experiments.stacks.local.switches import Switches
from experiments.stacks.local.taken_ports import ArmPorts
from experiments.stacks.protocol import Database, Gateway, Replica, Target
from experiments.topology import Topology


@dataclass(frozen=True)
class Running:
    """What a stack holds while its arm runs, wherever that is."""

    topology: Topology
    passwords: Passwords
    ports: ArmPorts
    fleet: Fleet
    rollout: Rollout
    switches: Switches

    def name_of(self, target: Target) -> str:
        """The name of a target's process; StackError for a replica that there is not."""
        if isinstance(target, Replica):
            return self.fleet.find(target).name
        if isinstance(target, Database):
            return database_name(self.fleet.part(target.part).name)
        return GATEWAY if isinstance(target, Gateway) else BROKER

    def wait_started(self, deadline_s: float) -> None:
        wait_started(self.fleet.all_members(), deadline_s)

    def door(self, part: str) -> Door:
        """The way into the part's database; StackError for a part that there is not."""
        name = self.fleet.part(part).name
        return Door(name, self.ports.databases[name], self.passwords)

    def audit_url(self, feature: str) -> str:
        return self._url(self.topology.part_of(feature).name, AUDITOR)

    def owner_url(self, feature: str) -> str:
        """As the part's replicas see its database."""
        part = self.topology.part_of(feature).name
        return self._url(part, part)

    def _url(self, part: str, role: str) -> str:
        password = self.passwords.of(role, part)
        return database_url(part, role, password, self.ports.databases[part])


def build_all(topology: Topology, release: Release, store: Path) -> Fleet:
    """Every part's artefact of the release, and who shall run it."""
    fleet = Fleet(topology, ports_of(topology))
    for part in topology.parts:
        artefact = build_artefact(part, release, store)
        fleet.assign(part.name, artefact, fleet.recruit(part.name, part.replicas))
    return fleet


def bring_up(site: LocalSite, fleet: Fleet, release: Release) -> Running:
    """Starts every process of the arm, unpinned; returns when all are healthy and on their
    cores."""
    arm, client = site.arm, site.client
    switches = Switches(arm.folder)
    switches.create()
    changed = {part.name for part in arm.topology.parts if migrations_of(release, part)}
    client.wait_ready(arm.start(client, fleet, changed), READY_S, strict=True)
    wait_started(fleet.all_members(), READY_S)
    split = split_cores(arm.budget.cores.lab)
    if split.pinned:
        client.pin(split.arm, split.lab)
    rollout = Rollout(site, fleet, release)
    return Running(arm.topology, arm.kit.passwords, arm.ports, fleet, rollout, switches)
