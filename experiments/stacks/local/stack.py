"""An arm on this machine: the Stack protocol over a supervisor and real servers."""

from dataclasses import replace

from experiments.stacks.local.arm import READY_S
from experiments.stacks.local.broker import bus_url
from experiments.stacks.local.lifecycle import Lifecycle
from experiments.stacks.local.read_only import is_writable
from experiments.stacks.local.system import MEMORY_KIND
from experiments.stacks.protocol import Database, Target, Usage, require_percent, require_quota
from experiments.topology import CATALOG


class LocalStack(Lifecycle):
    """One arm, and what can be done to it while it runs."""

    def kill(self, target: Target, stays_down: bool = False) -> None:
        self._client.kill(self._up.name_of(target), stays_down)

    def pause(self, target: Target) -> None:
        self._client.pause(self._up.name_of(target))

    def resume(self, target: Target) -> None:
        self._client.resume(self._up.name_of(target))

    def disk_full(self, part: str, full: bool) -> None:
        self._client.fill(self._up.name_of(Database(part)), full)
        if full:
            is_writable(self._up.door(part))  # a write that finds no room, before anybody else's

    def restart(self, target: Target) -> None:
        name = self._up.name_of(target)
        self._client.restart(name)
        self._client.wait_ready([name], READY_S, strict=False)
        self._up.wait_started(READY_S)

    def limit_cpu(self, part: str, cores: float | None) -> None:
        require_quota(cores)
        self._client.limit_cpu(self._up.fleet.part(part).name, cores)

    def sample_traces(self, percent: int | None) -> None:
        require_percent(percent)
        up, site = self._up, self._site_now
        seeing = self._budget.seeing
        if percent is not None:
            seeing = replace(seeing, trace_percent=percent)
        site = replace(site, arm=replace(site.arm, budget=replace(site.budget, seeing=seeing)))
        up.rollout.renew(site)
        self._site = site

    def usage(self) -> Usage:
        groups = self._client.usage()
        return Usage(
            cpu_seconds=sum(group.cpu_seconds for group in groups.values()),
            memory_bytes=sum(group.memory_bytes for group in groups.values()),
            memory_kind=MEMORY_KIND,
            groups=groups,
        )

    def owner_url(self, feature: str) -> str:
        """The SQLAlchemy URL that the feature's replicas use, for what stands in their place."""
        return self._up.owner_url(feature)

    @property
    def bus_url(self) -> str:
        """Where the broker, or each mailbox, is reached, as the catalog is told it: for what stands
        in a replica's place."""
        return bus_url(self.topology, self._up.ports.broker, self.inside_url(CATALOG))

    def wait_healthy(self, deadline_s: float) -> None:
        self._client.wait_ready(self._client.statuses(), deadline_s, strict=False)
        self._up.wait_started(deadline_s)
        self._client.reset_backoff()
