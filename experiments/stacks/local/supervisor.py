"""Owns every process of one arm, restarts them by the rule, and ends them all.

One per arm; supervisor_main.py runs it, control.py is its ear.
"""

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import psutil

from experiments.budget import Restarts
from experiments.stacks.local.accounts import Accounts
from experiments.stacks.local.logs import note
from experiments.stacks.local.memory_limit import MemoryLimit
from experiments.stacks.local.process import ProcessSpec
from experiments.stacks.local.quotas import Quotas
from experiments.stacks.local.serving import Serving
from experiments.stacks.local.supervised import Supervised
from experiments.stacks.local.system import pin
from experiments.stacks.protocol import GroupUsage, StackError

ABORT_S: Final = 3.0
_log = logging.getLogger(__name__)


class Supervisor:
    """The processes of one arm, by name."""

    def __init__(self, folder: Path, rule: Restarts) -> None:
        self.folder = folder
        self.processes: dict[str, Supervised] = {}
        self.leased = True
        self.over = asyncio.Event()
        self._rule = rule
        self._accounts = Accounts()
        self._cores: frozenset[int] | None = None
        self._serving = Serving(folder / "endpoints")
        self._memory_limit = MemoryLimit()
        self._quotas = Quotas(folder)

    def add(self, spec: ProcessSpec) -> None:
        """Starts a new process, replacing the memory of one that has ended."""
        old = self.processes.get(spec.name)
        if old and not old.is_over:
            raise ValueError(f"{spec.name} runs already")
        process = Supervised(spec, self._rule, self._changed)
        process.cores = self._cores
        self.processes[spec.name] = process
        process.start()

    async def dismiss(self, names: Iterable[str]) -> None:
        """Ends those it knows of these side by side, in order, and forgets them."""
        known = [name for name in names if name in self.processes]
        await asyncio.gather(*(self.processes[name].stop() for name in known))
        for name in known:
            del self.processes[name]
        self._hold_to_quotas()

    def switch(self, enter: Iterable[str], leave: Iterable[str]) -> dict[str, int]:
        """Lets some serve and others serve no more, at once; the numbers of the clusters'
        changes."""
        moved = dict.fromkeys(enter, False) | dict.fromkeys(leave, True)
        clusters: set[str] = set()
        for name, held in moved.items():
            self.processes[name].held = held
            clusters.update(self.processes[name].spec.serves)
        self._changed()
        return self._serving.versions_of(clusters)

    async def kill(self, name: str, stays_down: bool) -> None:
        """SIGKILL for the process and its workers; a database's backends notice by themselves. One
        that `stays_down` does so until it is restarted."""
        self._accounts.meet_descendants()
        process = self.processes[name]
        if stays_down:
            process.hold()
        process.signal_group(signal.SIGKILL)
        await process.wait_gone()

    def pin(self, arm: frozenset[int], own: frozenset[int]) -> None:
        """Moves everything that runs, and all that will run, to `arm`; itself to `own`."""
        self._cores = arm
        for process in self.processes.values():
            process.cores = arm
        for descendant in psutil.Process().children(recursive=True):
            pin(descendant.pid, arm)
        pin(os.getpid(), own)

    def limit_cpu(self, group: str, cores: float | None) -> None:
        """Each replica of the group gets so many cores at most, also one that starts later; None
        lifts it. StackError where the system has no quotas, or refuses one to a replica."""
        self._quotas.limit(group, cores)
        if refused := self._hold_to_quotas():
            raise StackError("; ".join(f"{name}: {error}" for name, error in refused.items()))

    def usage(self) -> dict[str, GroupUsage]:
        """By group; the supervisor itself is the lab's, not the arm's."""
        self.reap()
        return self._accounts.usage()

    def reap(self) -> None:
        """Buries every dead child, adopted orphans included, and tells its keeper."""
        keepers = {process.pid: process for process in self.processes.values() if process.pid}
        with contextlib.suppress(ChildProcessError):
            while (dead := os.wait4(-1, os.WNOHANG))[0]:
                pid, status, used = dead
                self._accounts.buried(pid, used)
                if pid in keepers:
                    keepers[pid].died(os.waitstatus_to_exitcode(status))

    def enforce_memory(self) -> None:
        """Kills what holds more than its limit; the restart rule brings it back."""
        for process, held_mb in self._memory_limit.offenders(self.processes.values()):
            allowed = process.spec.memory_mb
            self._kill_because(process, f"{held_mb} MB of memory held, {allowed} allowed: killed")

    async def end_all(self) -> None:
        """Leaves no process: each is aborted, and what resists is killed."""
        for process in self.processes.values():
            process.hold()
            process.signal_group(process.spec.abort_signal)
            process.resume()
        gone = [process.wait_gone() for process in self.processes.values()]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ABORT_S):
                await asyncio.gather(*gone)
        while living := psutil.Process().children(recursive=True):
            for descendant in living:
                with contextlib.suppress(psutil.NoSuchProcess):
                    descendant.kill()
            await asyncio.sleep(0.01)
            self.reap()

    def _changed(self) -> None:
        for process in self.processes.values():
            if process.pid:
                self._accounts.born(process.pid, process.spec.group)
        self._hold_to_quotas()
        self._serving.publish(self.processes.values())

    def _hold_to_quotas(self) -> dict[str, OSError]:
        """Kills a replica that cannot enter or leave its CPU group: with more or less CPU than it
        shall have it must not serve. The restart rule brings it back, for another try."""
        refused = self._quotas.hold(self.processes.values())
        for name, error in refused.items():
            if process := self.processes.get(name):
                self._kill_because(process, f"its CPU quota cannot be changed: {error}: killed")
        return refused

    def _kill_because(self, process: Supervised, said: str) -> None:
        _log.warning("%s: %s", process.spec.name, said)
        note(process.spec.log, said)
        self._accounts.meet_descendants()
        process.signal_group(signal.SIGKILL)
