"""The lives of an arm's containers: started, ready, dead, started again by the restart rule."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from docker.errors import DockerException

from experiments.budget import Restarts
from experiments.stacks.docker.accounts import Accounts
from experiments.stacks.docker.box import Box
from experiments.stacks.docker.engine import asking, unless_gone
from experiments.stacks.docker.events import Deaths
from experiments.stacks.docker.kept import Kept
from experiments.stacks.docker.making import Ground, make
from experiments.stacks.local.probes import answers
from experiments.stacks.local.serving import Serving
from experiments.stacks.protocol import StackError

POLL_S: Final = 0.05
GONE_S: Final = 60.0
NOT_STARTED: Final = 127
BLIND: Final = "the engine no longer tells what dies: has it been restarted?"


class Lives:
    """By name. Safe to use from several threads."""

    def __init__(self, ground: Ground, folder: Path, rule: Restarts) -> None:
        self._ground = ground
        self._rule = rule
        self._logs = folder / "logs"
        self._api = ground.engine.api
        self._kept: dict[str, Kept] = {}
        self._changes = threading.Condition(threading.RLock())
        self._serving = Serving(folder / "endpoints", ground.network.address_of)
        self._accounts = Accounts(ground.engine)
        self._cores: frozenset[int] | None = None
        self._quotas: dict[str, float] = {}
        self._over = False
        self._deaths = Deaths(ground.engine, ground.lab, ground.arm, self._died)

    def add(self, box: Box) -> None:
        """Makes a container and starts it."""
        quota = self._quotas.get(box.group) if box.serves else None
        kept = Kept(box, make(self._ground, box, self._cores, quota), self._rule)
        with self._changes:
            self._kept[box.name] = kept
        self._start(kept)

    def dismiss(self, names: Iterable[str]) -> None:
        """Ends those it knows of these side by side, in order, and removes them."""
        with self._changes:
            known = [self._kept[name] for name in names if name in self._kept]
        if known:
            with ThreadPoolExecutor(len(known)) as pool:
                list(pool.map(self._remove, known))

    def kill(self, name: str, stays_down: bool) -> None:
        """SIGKILL; returns when it is dead. One that `stays_down` does so until it is restarted."""
        kept = self._of(name)
        self._accounts.look(kept)
        with self._changes:
            if stays_down:
                kept.hold()
            life, runs = kept.lives, kept.runs
        if runs:
            with asking(f"{name} cannot be killed"), unless_gone():
                self._api.kill(kept.id)
            self._wait_gone(kept, life)

    def restart(self, name: str) -> None:
        """Ends it in order and starts it again at once, without a delay."""
        kept = self._of(name)
        self._stop(kept)
        with self._changes:
            kept.backoff.reset()
            kept.wanted = True
        self._start(kept)

    def halt(self, name: str) -> str:
        """Ends it in order; it stays, stopped. Its id."""
        kept = self._of(name)
        self._stop(kept)
        return kept.id

    def hasten(self, name: str) -> None:
        """Starts at once what waits for its restart."""
        kept = self._of(name)
        with self._changes:
            kept.backoff.reset()
            if kept.timer is None:
                return
            kept.timer.cancel()
            kept.timer = None
        self._again(kept)

    def resume(self, name: str) -> None:
        """Harmless when it was not paused."""
        kept = self._of(name)
        if kept.paused:
            with asking(f"{name} cannot be resumed"), unless_gone():
                self._api.unpause(kept.id)
            with self._changes:
                kept.paused = False

    def close(self) -> None:
        """Looks after nobody any more. What runs goes on."""
        with self._changes:
            self._over = True
            for kept in self._kept.values():
                if kept.timer:
                    kept.timer.cancel()
        self._deaths.close()

    def _all(self) -> tuple[Kept, ...]:
        with self._changes:
            return tuple(self._kept.values())

    def _of(self, name: str) -> Kept:
        if self._deaths.blind:
            raise StackError(BLIND)
        with self._changes:
            if name not in self._kept:
                raise StackError(f"{self._ground.arm} has no {name}")
            return self._kept[name]

    def _start(self, kept: Kept) -> None:
        """StackError if the engine does not start it; it is stopped then."""
        with self._changes:
            life = kept.begins()
            self._changed()
        try:
            with asking(f"{kept.spec.name} does not start"):
                self._api.start(kept.id)
        except StackError:
            with self._changes:
                kept.state = "stopped"
                self._changed()
            raise
        if kept.spec.probe:
            threading.Thread(target=self._until_ready, args=(kept, life), daemon=True).start()

    def _until_ready(self, kept: Kept, life: int) -> None:
        assert kept.spec.probe is not None
        while not self._over and kept.lives == life:
            if asyncio.run(answers(kept.spec.probe)):
                with self._changes:
                    if kept.lives == life:
                        kept.state = "ready"
                        self._changed()
                return
            time.sleep(POLL_S)

    def _died(self, name: str, exit_code: int) -> None:
        with self._changes:
            kept = self._kept.get(name)
            if kept is None:
                return
            self._accounts.buried(kept)
            delay = kept.ends(exit_code)
            if delay is not None and not self._over:
                kept.timer = threading.Timer(delay, self._again, [kept])
                kept.timer.daemon = True
                kept.timer.start()
            self._changed()

    def _again(self, kept: Kept) -> None:
        """By the restart rule. What cannot be started counts as dead at once."""
        with self._changes:
            if self._over or not kept.wanted:
                return
        try:
            self._start(kept)
        except StackError:
            self._died(kept.spec.name, NOT_STARTED)

    def _stop(self, kept: Kept) -> None:
        """In order, by SIGKILL when it takes longer than the box's grace."""
        self._accounts.look(kept)
        with self._changes:
            kept.hold()
            life, runs = kept.lives, kept.runs
        self.resume(kept.spec.name)
        if runs:
            with asking(f"{kept.spec.name} cannot be stopped"), unless_gone():
                self._api.stop(kept.id, timeout=kept.spec.grace_s)
            self._wait_gone(kept, life)

    def _remove(self, kept: Kept) -> None:
        self._stop(kept)
        self._keep_log(kept)
        with self._changes:
            self._kept.pop(kept.spec.name, None)
            self._changed()
        with asking(f"{kept.spec.name} cannot be removed"), unless_gone():
            self._api.remove_container(kept.id, force=True, v=True)

    def _keep_log(self, kept: Kept) -> None:
        """For the log of it goes with the container."""
        with contextlib.suppress(DockerException, OSError):
            self._logs.mkdir(exist_ok=True)
            (self._logs / f"{kept.spec.name}.log").write_bytes(bytes(self._api.logs(kept.id)))

    def _wait_gone(self, kept: Kept, life: int) -> None:
        """Until the engine has said so."""
        with self._changes:
            if not self._changes.wait_for(lambda: kept.lives > life, GONE_S):
                raise StackError(f"{kept.spec.name} does not end")

    def _changed(self) -> None:
        """The lock is held."""
        self._serving.publish(self._kept.values())
        self._changes.notify_all()
