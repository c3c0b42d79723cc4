"""An arm on this machine: the Stack protocol over a supervisor and real servers."""

from collections.abc import Mapping
from dataclasses import replace

from experiments.artefacts.release import Artefact, Release
from experiments.stacks.local.arm import READY_S
from experiments.stacks.local.asking import ask
from experiments.stacks.local.gateway_links import set_link
from experiments.stacks.local.lifecycle import Lifecycle
from experiments.stacks.local.read_only import is_writable, set_read_only
from experiments.stacks.local.system import MEMORY_KIND
from experiments.stacks.protocol import (
    Database,
    Deployment,
    Link,
    Target,
    Usage,
    require_percent,
    require_quota,
)


class LocalStack(Lifecycle):
    """One arm, and what can be done to it while it runs."""

    def kill(self, target: Target, stays_down: bool = False) -> None:
        self._client.kill(self._up.name_of(target), stays_down)

    def pause(self, target: Target) -> None:
        self._client.pause(self._up.name_of(target))

    def resume(self, target: Target) -> None:
        self._client.resume(self._up.name_of(target))

    def answers(self, target: Target) -> bool:
        return ask(self._up, target)

    def read_only(self, part: str, on: bool) -> None:
        set_read_only(self._up, part, on)

    def disk_full(self, part: str, full: bool) -> None:
        self._client.fill(self._up.name_of(Database(part)), full)
        if full:
            is_writable(self._up, part)  # a write that finds no room, before anybody else's does

    def writable(self, part: str) -> bool:
        return is_writable(self._up, part)

    def link(self, caller: str, feature: str, link: Link | None) -> None:
        part, admin = self._up.fleet.part(caller).name, self._up.arm.ports.gateway.admin
        set_link(admin, part, feature, link)

    def inside_url(self, caller: str) -> str:
        port = self._up.arm.ports.gateway.mesh[self._up.fleet.part(caller).name]
        return f"http://127.0.0.1:{port}"

    def replica_urls(self, part: str) -> tuple[str, ...]:
        return tuple(f"http://127.0.0.1:{each.port}" for each in self._up.fleet.members(part))

    def restart(self, target: Target) -> None:
        name = self._up.name_of(target)
        self._client.restart(name)
        self._client.wait_ready([name], READY_S, strict=False)
        self._up.wait_started(READY_S)

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

    def limit_cpu(self, part: str, cores: float | None) -> None:
        require_quota(cores)
        self._client.limit_cpu(self._up.fleet.part(part).name, cores)

    def sample_traces(self, percent: int | None) -> None:
        require_percent(percent)
        seeing = self._budget.seeing
        if percent is not None:
            seeing = replace(seeing, trace_percent=percent)
        arm = replace(self._up.arm, budget=replace(self._up.arm.budget, seeing=seeing))
        self._up.rollout.renew(arm)
        self._running = replace(self._up, arm=arm)

    def usage(self) -> Usage:
        groups = self._client.usage()
        return Usage(
            cpu_seconds=sum(group.cpu_seconds for group in groups.values()),
            memory_bytes=sum(group.memory_bytes for group in groups.values()),
            memory_kind=MEMORY_KIND,
            groups=groups,
        )

    def audit_url(self, feature: str) -> str:
        return self._up.audit_url(feature)

    def owner_url(self, feature: str) -> str:
        """The SQLAlchemy URL that the feature's replicas use, for what stands in their place."""
        return self._up.owner_url(feature)

    @property
    def broker_servers(self) -> str:
        """Where the broker is reached, for what stands in a replica's place."""
        return f"127.0.0.1:{self._up.arm.ports.broker}"

    def wait_healthy(self, deadline_s: float) -> None:
        self._client.wait_ready(self._client.statuses(), deadline_s, strict=False)
        self._up.wait_started(deadline_s)
        self._client.reset_backoff()
