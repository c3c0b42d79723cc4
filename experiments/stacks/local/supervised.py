"""The life of one process: started, ready, dead, started again by the restart rule."""

import asyncio
import contextlib
import os
import signal
import subprocess
from collections.abc import Callable

import psutil

from experiments.budget import Restarts
from experiments.stacks.local.backoff import Backoff
from experiments.stacks.local.freezing import freeze, thaw
from experiments.stacks.local.full_disk import fill
from experiments.stacks.local.logs import note
from experiments.stacks.local.probes import until_answers
from experiments.stacks.local.process import ProcessSpec, ProcessStatus, State
from experiments.stacks.local.spawn import spawn


class Supervised:
    """One process of the arm. Runs inside the supervisor's event loop."""

    def __init__(self, spec: ProcessSpec, rule: Restarts, changed: Callable[[], None]) -> None:
        self.spec = spec
        self.state: State = "stopped"
        self.held = spec.held
        self.cores: frozenset[int] | None = None
        self._changed = changed
        self._backoff = Backoff(rule)
        self._process: subprocess.Popen[bytes] | None = None
        self._exit_code: int | None = None
        self._deaths = 0
        self._started_at = 0.0
        self._stopping = False
        self._gone = asyncio.Event()
        self._gone.set()
        self._watch: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._frozen: tuple[psutil.Process, ...] = ()
        self._full = False

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def status(self) -> ProcessStatus:
        life = (self.state, self.pid, self._deaths, self._exit_code)
        return ProcessStatus(*life, self.held, bool(self._frozen), self.spec.log)

    def start(self) -> None:
        """Starts it now. What cannot be started counts as dead at once."""
        loop = asyncio.get_running_loop()
        self._stopping, self._timer, self._started_at = False, None, loop.time()
        self._gone.clear()
        try:
            self._process = spawn(self.spec, self.cores, self._full)
        except OSError as error:
            note(self.spec.log, f"cannot start {self.spec.argv[0]}: {error}")
            self.died(127)
            return
        if self.spec.probe:
            self._become("starting")
            self._watch = loop.create_task(self._until_ready())
        else:
            self._become("starting" if self.spec.once else "ready")

    def died(self, exit_code: int) -> None:
        """The supervisor has reaped it. Its worker processes do not outlive it."""
        self.signal_group(signal.SIGKILL)
        self.resume()  # a stopped database's backends could not see that it is dead
        if self._watch:
            self._watch.cancel()
        if self._process:
            self._process.returncode = exit_code
        lived_s = asyncio.get_running_loop().time() - self._started_at
        self._process, self._watch, self._exit_code = None, None, exit_code
        self._gone.set()
        if self.spec.once:
            self._become("done")
        elif self._stopping:
            self._become("stopped")
        else:
            self._deaths += 1
            delay = self._backoff.delay_after(lived_s)
            self._timer = asyncio.get_running_loop().call_later(delay, self.start)
            self._become("waiting")

    def signal_group(self, number: int) -> None:
        """Sends a signal to the process and its workers; nothing when it is dead."""
        if self._process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, number)

    def pause(self) -> None:
        """SIGSTOP to it and its workers."""
        if not self._process:
            raise ValueError(f"{self.spec.name} is not running")
        self._frozen = freeze(self._process.pid)

    def resume(self) -> None:
        """SIGCONT to all that `pause` stopped."""
        frozen, self._frozen = self._frozen, ()
        thaw(frozen)

    def fill(self, full: bool) -> None:
        """Whether no file of it may grow from now on, over restarts too. What waits to be started
        again is, as soon as there is room. OSError where the system does not let us."""
        if self._process:
            fill(self._process.pid, full, self.spec.user, self.spec.owner_group)
        self._full = full
        note(self.spec.log, "its disk is full" if full else "its disk has room again")
        if not full:
            self._backoff.reset()
            if self._timer:
                self._timer.cancel()
                self.start()

    @property
    def is_over(self) -> bool:
        """Whether it has ended for good: neither alive nor waiting to be started again."""
        return self.pid is None and self.state in ("stopped", "done")

    def hold(self) -> None:
        """From now on its death is wanted: no restart."""
        self._stopping = True
        if self._timer:
            self._timer.cancel()
            self._timer = None
            self._become("stopped")

    async def stop(self) -> None:
        """Ends it in order, by SIGKILL when it takes longer than the spec's grace."""
        self.hold()
        if not self._process:
            return
        self._become("stopped")
        self._process.send_signal(self.spec.stop_signal)
        self.resume()
        try:
            async with asyncio.timeout(self.spec.grace_s):
                await self._gone.wait()
        except TimeoutError:
            self.signal_group(signal.SIGKILL)
            await self._gone.wait()

    async def restart(self) -> None:
        """Ends it in order and starts it again at once, without a delay."""
        await self.stop()
        self._backoff.reset()
        self.start()

    async def wait_gone(self) -> None:
        await self._gone.wait()

    def reset_backoff(self) -> None:
        self._backoff.reset()

    async def _until_ready(self) -> None:
        assert self.spec.probe is not None
        await until_answers(self.spec.probe)
        if not self._stopping:
            self._become("ready")

    def _become(self, state: State) -> None:
        self.state = state
        self._changed()
