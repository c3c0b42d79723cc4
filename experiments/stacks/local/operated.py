"""What a stack does by asking the servers of its arm, the same wherever these run."""

from collections.abc import Mapping

from experiments.artefacts.release import Artefact, Release
from experiments.stacks.local.asking import ask
from experiments.stacks.local.gateway_links import set_link
from experiments.stacks.local.read_only import is_writable, set_read_only
from experiments.stacks.local.running import Running
from experiments.stacks.protocol import Deployment, Link, StackError, Target
from experiments.topology import Topology


class Operated:
    """The part of the Stack protocol that needs no hand on a process. Whoever starts and stops the
    arm sets `_running`."""

    topology: Topology
    _running: Running | None = None

    @property
    def gateway_url(self) -> str:
        return f"http://127.0.0.1:{self.topology.gateway_port}"

    def answers(self, target: Target) -> bool:
        return ask(self._up, target)

    def read_only(self, part: str, on: bool) -> None:
        set_read_only(self._up.door(part), on)

    def writable(self, part: str) -> bool:
        return is_writable(self._up.door(part))

    def link(self, caller: str, feature: str, link: Link | None) -> None:
        part, admin = self._up.fleet.part(caller).name, self._up.ports.gateway.admin
        set_link(admin, part, feature, link)

    def inside_url(self, caller: str) -> str:
        port = self._up.ports.gateway.mesh[self._up.fleet.part(caller).name]
        return f"http://127.0.0.1:{port}"

    def replica_urls(self, part: str) -> tuple[str, ...]:
        return tuple(f"http://127.0.0.1:{each.port}" for each in self._up.fleet.members(part))

    def scale(self, part: str, replicas: int) -> None:
        self._up.rollout.scale(part, replicas)

    def deploy(self, part: str, release: Release) -> Deployment:
        return self._up.rollout.deploy(part, release)

    def replicas(self, part: str) -> int:
        return len(self._up.fleet.members(part))

    def artefact_of(self, part: str) -> Artefact:
        return self._up.fleet.artefact(part)

    def switch(self, feature: str, setting: Mapping[str, object] | None) -> None:
        self._up.switches.set(feature, setting)

    def fired(self, feature: str) -> tuple[str, ...]:
        return self._up.switches.fired(feature)

    def audit_url(self, feature: str) -> str:
        return self._up.audit_url(feature)

    @property
    def _up(self) -> Running:
        if self._running is None:
            raise StackError(f"{self.topology.name} is not running")
        return self._running
