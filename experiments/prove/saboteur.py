"""Disturbs loads on purpose, from outside the lab's own processes."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from experiments.workload.plan import LoadPlan
from experiments.workload.run import RunningLoad, start

Start = Callable[[LoadPlan, Path, Collection[int]], RunningLoad]
STOPPED_S = 2.0
INTO_WINDOW_S = 2.0
LONGEST_S = 300
"""A stranger that nobody ends, ends by itself."""

STRANGER = f"""
import os, time
if os.fork() == 0:
    os.setsid()
    print(os.getpid(), flush=True)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    end = time.monotonic() + {LONGEST_S}
    while time.monotonic() < end:
        pass
"""
"""Its parent ends at once, so it is no descendant of the lab."""


def start_and_stop(plan: LoadPlan, folder: Path, cores: Collection[int]) -> RunningLoad:
    """A load whose generator stands still for STOPPED_S within its scored window."""
    load = start(plan, folder, cores)
    begin_s = max(0.0, plan.warmup_s + INTO_WINDOW_S - load.elapsed_s())
    _later(begin_s, load.pid, signal.SIGSTOP)
    _later(begin_s + STOPPED_S, load.pid, signal.SIGCONT)
    return load


def _later(seconds: float, pid: int, number: signal.Signals) -> None:
    def send() -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, number)

    timer = threading.Timer(seconds, send)
    timer.daemon = True
    timer.start()


@contextmanager
def stranger() -> Iterator[None]:
    """A process that is not the lab's takes a core while the block runs."""
    told = subprocess.run(
        [sys.executable, "-c", STRANGER], stdout=subprocess.PIPE, text=True, check=True
    )
    pid = int(told.stdout)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
