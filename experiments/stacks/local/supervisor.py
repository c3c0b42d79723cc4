"""Owns every process of one arm, restarts them by the rule, and ends them all.

One supervisor per arm, in a session of its own. Its standard input is the lab's lifeline: when
the lab dies, by Ctrl-C or kill -9, it closes, and the supervisor ends everything and itself.
`cleave up` cuts the lifeline in peace by asking for `release`.

    python -m experiments.stacks.local.supervisor FOLDER FIRST_S LIMIT_S GOOD_AFTER_S
"""

import asyncio
import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import Final

import psutil

from experiments.budget import Restarts
from experiments.stacks.local.accounts import Accounts
from experiments.stacks.local.control import serve_control
from experiments.stacks.local.endpoints import write_endpoints
from experiments.stacks.local.leftovers import remove_folder
from experiments.stacks.local.process import ProcessSpec
from experiments.stacks.local.supervised import Supervised
from experiments.stacks.local.system import adopt_orphans, pin
from experiments.stacks.protocol import GroupUsage

ABORT_S: Final = 3.0


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
        self._written: dict[str, tuple[int, ...]] = {}

    def add(self, spec: ProcessSpec) -> None:
        """Starts a new process, replacing the memory of one that has ended."""
        old = self.processes.get(spec.name)
        if old and not old.is_over:
            raise ValueError(f"{spec.name} runs already")
        process = Supervised(spec, self._rule, self._changed)
        process.cores = self._cores
        self.processes[spec.name] = process
        process.start()

    def forget(self, name: str) -> None:
        """A command that has ended need not be remembered."""
        if not self.processes[name].is_over:
            raise ValueError(f"{name} still runs")
        del self.processes[name]

    async def kill(self, name: str) -> None:
        """SIGKILL for the process and its workers; a database's backends notice by themselves."""
        self._accounts.meet_descendants()
        self.processes[name].signal_group(signal.SIGKILL)
        await self.processes[name].wait_gone()

    def pin(self, arm: frozenset[int], own: frozenset[int]) -> None:
        """Moves everything that runs, and all that will run, to `arm`; itself to `own`."""
        self._cores = arm
        for process in self.processes.values():
            process.cores = arm
        for descendant in psutil.Process().children(recursive=True):
            pin(descendant.pid, arm)
        pin(os.getpid(), own)

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

    async def end_all(self) -> None:
        """Leaves no process: each is aborted, and what resists is killed."""
        for process in self.processes.values():
            process.hold()
            process.signal_group(process.spec.abort_signal)
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
        serving: dict[str, list[int]] = {}
        for process in self.processes.values():
            for cluster in process.spec.serves:
                ports = serving.setdefault(cluster, [])
                if process.state == "ready" and process.spec.probe:
                    ports.append(process.spec.probe.port)
        for cluster, ports in serving.items():
            self._write(cluster, tuple(ports))

    def _write(self, cluster: str, ports: tuple[int, ...]) -> None:
        if self._written.get(cluster) != ports:
            self._written[cluster] = ports
            write_endpoints(self.folder / "endpoints", cluster, ports)


async def _run(folder: Path, rule: Restarts) -> None:
    loop = asyncio.get_running_loop()
    supervisor = Supervisor(folder, rule)
    loop.add_signal_handler(signal.SIGCHLD, supervisor.reap)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, supervisor.over.set)
    lifeline = loop.create_task(_watch_lifeline(supervisor))
    server = await serve_control(supervisor, folder / "supervisor.sock")
    await supervisor.over.wait()
    server.close()
    lifeline.cancel()
    await supervisor.end_all()
    remove_folder(folder)


async def _watch_lifeline(supervisor: Supervisor) -> None:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()
    if supervisor.leased:
        supervisor.over.set()


def main() -> None:
    """The process's only entry."""
    folder, *rule = sys.argv[1:]
    adopt_orphans()
    asyncio.run(_run(Path(folder), Restarts(*(float(value) for value in rule))))


if __name__ == "__main__":
    main()
