"""Keeps an arm's containers: all that is asked of them from outside while they live.

It is to containers what the supervisor is to processes, but a part of the lab: what a kill -9 of
the lab leaves is found by its labels. An arm that `cleave up` lets go is the engine's to restart.
"""

import time
from collections.abc import Iterable
from typing import Final

from experiments.stacks.docker.box import Box
from experiments.stacks.docker.engine import asking
from experiments.stacks.docker.lives import POLL_S, Lives
from experiments.stacks.docker.making import PERIOD_US, quota_us
from experiments.stacks.local.logs import telling_line
from experiments.stacks.protocol import StackError, Usage

TAIL_LINES: Final = 50
NO_QUOTA: Final = "this system lets us set no CPU quota"


class Keeper(Lives):
    """The containers of one arm, by name."""

    def run(self, box: Box, deadline_s: float) -> None:
        """Runs a command to its end; StackError with its last words when it fails."""
        try:
            self.add(box)
            self.wait_ready([box.name], deadline_s, strict=True)
        finally:
            self.dismiss([box.name])

    def pause(self, name: str) -> None:
        kept = self._of(name)
        life = kept.lives
        with asking(f"{name} cannot be paused"):
            self._api.pause(kept.id)
        with self._changes:
            kept.paused = kept.lives == life  # or it has died since

    def execute(self, name: str, command: tuple[str, ...], user: str = "") -> bytes:
        """What a command prints that is run inside, beside the container's own."""
        kept = self._of(name)
        with asking(f"{name} runs no {command[0]}"):
            made = self._api.exec_create(kept.id, list(command), user=user)
            return bytes(self._api.exec_start(made["Id"]))

    def switch(self, enter: Iterable[str], leave: Iterable[str]) -> dict[str, int]:
        """Lets some serve and others serve no more, at once; the numbers of the clusters'
        changes."""
        moved = dict.fromkeys(enter, False) | dict.fromkeys(leave, True)
        clusters: set[str] = set()
        with self._changes:
            for name, held in moved.items():
                kept = self._of(name)
                kept.held = held
                clusters.update(kept.spec.serves)
            self._changed()
            return self._serving.versions_of(clusters)

    def pin(self, cores: frozenset[int]) -> None:
        """Moves everything that runs, and all that will run, to `cores`."""
        self._cores = cores
        with asking("the engine does not pin containers to cores"):
            for kept in self._all():
                self._api.update_container(kept.id, cpuset_cpus=",".join(map(str, sorted(cores))))

    def limit_cpu(self, group: str, cores: float | None) -> None:
        """Each replica of the group gets so many cores at most, also one that starts later; None
        lifts it. StackError where the engine has no quotas."""
        if cores is None and group not in self._quotas:
            return
        if not self._ground.engine.can_limit_cpu:
            raise StackError(f"{NO_QUOTA} (the engine has none)")
        if cores is None:
            del self._quotas[group]
        else:
            self._quotas[group] = cores
        limit = {"cpu_period": PERIOD_US, "cpu_quota": quota_us(cores)}
        for kept in self._all():
            if kept.spec.group == group and kept.spec.serves:
                with asking(NO_QUOTA):
                    self._api.update_container(kept.id, **limit)

    def usage(self) -> Usage:
        return self._accounts.usage(self._all())

    def log(self, name: str, lines: int | str = "all") -> bytes:
        """The last lines of what it has said."""
        with asking(f"the log of {name} cannot be read"):
            return bytes(self._api.logs(self._of(name).id, tail=lines))

    def names(self) -> tuple[str, ...]:
        return tuple(kept.spec.name for kept in self._all())

    def wait_ready(self, names: Iterable[str], deadline_s: float, strict: bool) -> None:
        """Returns when all of `names` are ready, or done with exit code 0. With `strict`, the first
        death is the end. StackError names the container and the last line of its log."""
        waiting = set(names)
        end = time.monotonic() + deadline_s
        while waiting:
            with self._changes:
                waiting = {name for name in waiting if not self._settled(name, strict)}
                if waiting:
                    self._changes.wait(POLL_S)
            if waiting and time.monotonic() > end:
                name = min(waiting)
                raise StackError(f"{name} was not ready in {deadline_s:.0f} s: {self._said(name)}")

    def reset_backoff(self) -> None:
        with self._changes:
            for kept in self._kept.values():
                kept.backoff.reset()

    def release(self) -> None:
        """From now on the engine restarts what dies."""
        again = {"Name": "on-failure", "MaximumRetryCount": 0}
        for kept in self._all():
            with self._changes:
                kept.hold()
            with asking("the engine does not take over"):
                self._api.update_container(kept.id, restart_policy=again)
        self.close()

    def _settled(self, name: str, strict: bool) -> bool:
        kept = self._of(name)
        if kept.state == "ready":
            return not kept.paused
        if kept.state == "done" and kept.exit_code == 0:
            return True
        if kept.state == "done" or (strict and kept.deaths):
            what = "failed" if kept.state == "done" else "died at start"
            raise StackError(f"{name} {what} (exit {kept.exit_code}): {self._said(name)}")
        return False

    def _said(self, name: str) -> str:
        try:
            return telling_line(self.log(name, TAIL_LINES))
        except StackError:
            return "(no log)"
