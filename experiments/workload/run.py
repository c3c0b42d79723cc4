"""The parent's side of a load: start the generator's process, watch it, stop it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection
from pathlib import Path

from experiments.errors import LabError
from experiments.workload.plan import LoadPlan
from experiments.workload.progress import Progress, read_progress
from experiments.workload.report import GeneratorReport, read_report

PLAN, LOG = "load.json", "generator.log"
READY_WITHIN_S = 60.0
STOP_WITHIN_S = 5.0
_GLANCE_S = 0.1
_ROOT = Path(__file__).resolve().parents[2]


class LoadError(LabError):
    """The generator's process did not do its work; the text is one line that says why."""


class RunningLoad:
    """A load in progress. `monotonic_s` is when it starts or started (machine's clock), so that
    an experiment can place its faults on the load's own time."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path, plan: LoadPlan) -> None:
        self._process = process
        self._folder = folder
        self._plan = plan
        self.pid = process.pid
        self.monotonic_s = self._begin_s()

    def elapsed_s(self) -> float:
        """Seconds since the load's start; below 0 just before it."""
        return time.monotonic() - self.monotonic_s

    def progress(self) -> Progress | None:
        """How far it is, by the generator's own word of half a second ago at most."""
        return read_progress(self._folder)

    def wait(
        self, deadline_s: float | None = None, progress: Callable[[Progress], None] | None = None
    ) -> GeneratorReport:
        """The report once every operation is over; `progress` is called twice a second or so.

        Raises LoadError if the generator fails, or is not done `deadline_s` from now (by default
        what the plan can take at most, and some); it is stopped then.
        """
        until = time.monotonic() + (deadline_s or self._plan.longest_s + READY_WITHIN_S)
        seen = None
        while self._process.poll() is None:
            if time.monotonic() > until:
                self.stop()
                raise LoadError(f"the load was not over in time: see {self._folder / LOG}")
            now = read_progress(self._folder)
            if progress and now and now != seen:
                progress(now)
                seen = now
            self._wait_a_little()
        return self._report()

    def stop(self) -> None:
        """End the load, keeping what was measured so far; the generator is gone afterwards."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            if self._process.poll() is not None:
                return
            self._process.send_signal(number)
            self._process.send_signal(signal.SIGCONT)
            self._wait_a_little(STOP_WITHIN_S)

    def _begin_s(self) -> float:
        until = time.monotonic() + READY_WITHIN_S
        while (progress := read_progress(self._folder)) is None:
            if self._process.poll() is not None:
                self._report()
            if time.monotonic() > until:
                self.stop()
                raise LoadError(f"the generator did not get ready: see {self._folder / LOG}")
            self._wait_a_little()
        return progress.monotonic_s

    def _wait_a_little(self, seconds: float = _GLANCE_S) -> None:
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return

    def _report(self) -> GeneratorReport:
        try:
            return read_report(self._folder)
        except (FileNotFoundError, json.JSONDecodeError):
            log = (self._folder / LOG).read_text(errors="replace").strip().splitlines()
            why = log[-1] if log else "it said nothing"
            raise LoadError(f"the generator ended with {self._process.returncode}: {why}") from None


def start(plan: LoadPlan, folder: Path, cpus: Collection[int] | None = None) -> RunningLoad:
    """Start a load that writes into `folder`, pinned to `cpus` if given and the platform can.

    Returns when the load is about to begin. The generator has a session of its own, so Ctrl-C
    reaches only the caller, who must stop it; should the caller die, it ends by itself.
    Raises LoadError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise LoadError(f"{folder} is not empty: a load needs a folder of its own")
    plan.write(folder / PLAN)
    process = _spawn(folder, cpus or ())
    try:
        return RunningLoad(process, folder, plan)
    except BaseException:  # Ctrl-C included: nothing may be left running
        process.kill()
        process.wait()
        raise


def _spawn(folder: Path, cpus: Collection[int]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "experiments.workload.generator", str(folder / PLAN)]
    command += ["--parent", str(os.getpid())]
    command += [word for core in sorted(cpus) for word in ("--core", str(core))]
    path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    with (folder / LOG).open("wb") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=os.environ | {"PYTHONPATH": path},
            start_new_session=True,
        )
