"""An arm in containers: the Stack protocol over a Docker engine."""

import contextlib
from dataclasses import replace
from pathlib import Path

from experiments.stacks.docker.lifecycle import DockerLifecycle
from experiments.stacks.docker.postgres import FULL, OWNER, fill_command
from experiments.stacks.local.arm import READY_S
from experiments.stacks.local.read_only import is_writable
from experiments.stacks.protocol import (
    Database,
    StackError,
    Target,
    Usage,
    require_percent,
    require_quota,
)


class DockerStack(DockerLifecycle):
    """One arm, and what can be done to it while it runs."""

    def kill(self, target: Target, stays_down: bool = False) -> None:
        self._keeper.kill(self._up.name_of(target), stays_down)

    def pause(self, target: Target) -> None:
        self._keeper.pause(self._up.name_of(target))

    def resume(self, target: Target) -> None:
        self._keeper.resume(self._up.name_of(target))

    def disk_full(self, part: str, full: bool) -> None:
        name = self._up.name_of(Database(part))
        flag = self._flag(part)
        if full:
            flag.touch()
        else:
            flag.unlink(missing_ok=True)
        with contextlib.suppress(StackError):  # it is down, and looks for the flag when it starts
            self._keeper.execute(name, fill_command(full), OWNER)
        if full:
            is_writable(self._up.door(part))  # a write that finds no room, before anybody else's
        else:
            self._keeper.hasten(name)

    def restart(self, target: Target) -> None:
        name = self._up.name_of(target)
        self._keeper.restart(name)
        self._keeper.wait_ready([name], READY_S, strict=False)
        self._up.wait_started(READY_S)

    def limit_cpu(self, part: str, cores: float | None) -> None:
        require_quota(cores)
        self._keeper.limit_cpu(self._up.fleet.part(part).name, cores)

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
        return self._keeper.usage()

    def wait_healthy(self, deadline_s: float) -> None:
        self._keeper.wait_ready(self._keeper.names(), deadline_s, strict=False)
        self._up.wait_started(deadline_s)
        self._keeper.reset_backoff()

    def _flag(self, part: str) -> Path:
        return self._folder / "databases" / self._up.fleet.part(part).name / FULL
