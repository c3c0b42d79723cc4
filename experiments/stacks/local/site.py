"""What a rollout asks of the place where an arm runs, and how the local stack answers."""

import dataclasses
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from experiments.artefacts.build import build_artefact
from experiments.artefacts.release import Artefact, Release
from experiments.budget import Budget
from experiments.stacks.local.arm import Arm
from experiments.stacks.local.client import Client
from experiments.stacks.local.draining import wait_drained
from experiments.stacks.local.fleet import Member
from experiments.stacks.local.gateway_admin import wait_applied
from experiments.topology import Part, Topology


class Site(Protocol):
    """Where an arm runs. Names are those of replicas; every method may raise StackError."""

    @property
    def topology(self) -> Topology: ...
    @property
    def budget(self) -> Budget: ...

    def build(self, part: Part, release: Release) -> Artefact:
        """What replicas of the part can be started from."""
        ...

    def migrate(self, part: Part, artefact: Artefact) -> None:
        """Runs the artefact's migrations on the part's database."""
        ...

    def add(self, part: Part, member: Member, artefact: Artefact) -> None:
        """Starts a replica that serves nobody until it is switched in."""
        ...

    def wait_ready(self, names: Iterable[str], deadline_s: float) -> None:
        """StackError as soon as one of them has died."""
        ...

    def switch(self, enter: Iterable[str], leave: Iterable[str]) -> Mapping[str, int]:
        """Lets some serve and others serve no more, at once; the numbers of the clusters'
        changes."""
        ...

    def wait_applied(self, versions: Mapping[str, int], deadline_s: float) -> None:
        """Returns when the gateway has made these changes."""
        ...

    def wait_drained(self, member: Member, longest_s: float) -> None:
        """Returns when nobody talks to the replica any more, or after `longest_s`."""
        ...

    def dismiss(self, names: Iterable[str]) -> None:
        """Ends replicas in order, for good; those that are unknown are gone."""
        ...


@dataclasses.dataclass(frozen=True)
class LocalSite:
    """Artefacts stand in `store`; processes belong to the supervisor behind `client`."""

    arm: Arm
    client: Client
    store: Path

    @property
    def topology(self) -> Topology:
        return self.arm.topology

    @property
    def budget(self) -> Budget:
        return self.arm.budget

    def build(self, part: Part, release: Release) -> Artefact:
        return build_artefact(part, release, self.store)

    def migrate(self, part: Part, artefact: Artefact) -> None:
        self.arm.migrate(self.client, part, artefact)

    def add(self, part: Part, member: Member, artefact: Artefact) -> None:
        spec = self.arm.replica(part, member, artefact)
        self.client.add(dataclasses.replace(spec, held=True))

    def wait_ready(self, names: Iterable[str], deadline_s: float) -> None:
        self.client.wait_ready(names, deadline_s, strict=True)

    def switch(self, enter: Iterable[str], leave: Iterable[str]) -> Mapping[str, int]:
        return self.client.switch(enter, leave)

    def wait_applied(self, versions: Mapping[str, int], deadline_s: float) -> None:
        wait_applied(self.arm.ports.gateway.admin, versions, deadline_s)

    def wait_drained(self, member: Member, longest_s: float) -> None:
        wait_drained(self.client.statuses()[member.name].pid, member.port, longest_s)

    def dismiss(self, names: Iterable[str]) -> None:
        self.client.dismiss(names)
