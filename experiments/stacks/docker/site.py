"""How a rollout is made in containers: see Site in experiments/stacks/local/site.py."""

import dataclasses
from collections.abc import Iterable, Mapping

from experiments.artefacts.release import Artefact, Release
from experiments.budget import Budget
from experiments.stacks.docker.arm import ContainerArm
from experiments.stacks.docker.draining import wait_drained
from experiments.stacks.docker.keeper import Keeper
from experiments.stacks.local.fleet import Member
from experiments.stacks.local.gateway_admin import wait_applied
from experiments.topology import Part, Topology


@dataclasses.dataclass(frozen=True)
class DockerSite:
    """Replicas are containers that `keeper` keeps."""

    arm: ContainerArm
    keeper: Keeper

    @property
    def topology(self) -> Topology:
        return self.arm.topology

    @property
    def budget(self) -> Budget:
        return self.arm.budget

    def build(self, part: Part, release: Release) -> Artefact:
        return self.arm.images.build(part, release)

    def migrate(self, part: Part, artefact: Artefact) -> None:
        self.arm.migrate(self.keeper, part, artefact)

    def add(self, part: Part, member: Member, artefact: Artefact) -> None:
        box = self.arm.replica(part, member, artefact)
        self.keeper.add(dataclasses.replace(box, held=True))

    def wait_ready(self, names: Iterable[str], deadline_s: float) -> None:
        self.keeper.wait_ready(names, deadline_s, strict=True)

    def switch(self, enter: Iterable[str], leave: Iterable[str]) -> Mapping[str, int]:
        return self.keeper.switch(enter, leave)

    def wait_applied(self, versions: Mapping[str, int], deadline_s: float) -> None:
        wait_applied(self.arm.ports.gateway.admin, versions, deadline_s)

    def wait_drained(self, member: Member, longest_s: float) -> None:
        wait_drained(self.keeper, member, longest_s)

    def dismiss(self, names: Iterable[str]) -> None:
        self.keeper.dismiss(names)
