"""The lab's end of a supervisor: asks it, and waits for what it was asked."""

import json
import socket
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import psutil

from experiments.stacks.local.logs import last_words
from experiments.stacks.local.process import ProcessSpec, ProcessStatus
from experiments.stacks.protocol import GroupUsage, StackError

ANSWER_S: Final = 150.0
"""Above the longest orderly end of a process."""
POLL_S: Final = 0.02


class Client:
    """Asks the supervisor of the arm in `folder`. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, spec: ProcessSpec) -> None:
        self._ask("add", spec=spec.to_json())

    def run(self, spec: ProcessSpec, deadline_s: float) -> None:
        """Runs a command to its end; StackError with its last words when it fails."""
        self.add(spec)
        try:
            self.wait_ready([spec.name], deadline_s, strict=True)
        finally:
            self.dismiss([spec.name])

    def kill(self, name: str, stays_down: bool = False) -> None:
        """SIGKILL; returns when it is dead."""
        self._ask("kill", name=name, stays_down=stays_down)

    def restart(self, name: str) -> None:
        self._ask("restart", name=name)

    def pause(self, name: str) -> None:
        self._ask("pause", name=name)

    def resume(self, name: str) -> None:
        self._ask("resume", name=name)

    def fill(self, name: str, full: bool) -> None:
        """Fills the disk of one process and of what it starts, or makes room again."""
        self._ask("fill", name=name, full=full)

    def switch(self, enter: Iterable[str], leave: Iterable[str]) -> dict[str, int]:
        """Lets some serve and others serve no more, at once; says by which change of each of
        their clusters."""
        versions: dict[str, int] = self._ask("switch", enter=[*enter], leave=[*leave])["versions"]
        return versions

    def dismiss(self, names: Iterable[str]) -> None:
        """Ends processes side by side, in order, for good; those that are unknown are gone."""
        self._ask("dismiss", names=[*names])

    def halt(self, name: str) -> None:
        """Ends one process in order; it stays down."""
        self._ask("halt", name=name)

    def pin(self, arm: frozenset[int], own: frozenset[int]) -> None:
        """The arm's processes to `arm`, the supervisor itself to `own`."""
        self._ask("pin", arm=sorted(arm), own=sorted(own))

    def limit_cpu(self, group: str, cores: float | None) -> None:
        """Each replica of the part `group` gets so many cores at most; None lifts it."""
        self._ask("limit", group=group, cores=cores)

    def reset_backoff(self) -> None:
        self._ask("reset")

    def release(self) -> None:
        """The arm shall outlive this process."""
        self._ask("release")

    def leased(self) -> bool:
        """Whether a lab holds the arm now."""
        return bool(self._ask("status")["leased"])

    def statuses(self) -> dict[str, ProcessStatus]:
        processes = self._ask("status")["processes"]
        return {name: ProcessStatus(**status) for name, status in processes.items()}

    def usage(self) -> dict[str, GroupUsage]:
        return {name: GroupUsage(**group) for name, group in self._ask("usage").items()}

    def stop(self) -> None:
        """Ends the arm and its supervisor; returns when both are gone, with their folder."""
        pid = self._ask("stop")["pid"]
        end = time.monotonic() + ANSWER_S
        while _alive(pid):
            if time.monotonic() > end:
                raise StackError(f"the supervisor (process {pid}) does not end")
            time.sleep(POLL_S)

    def wait_ready(self, names: Iterable[str], deadline_s: float, strict: bool) -> None:
        """Returns when all of `names` are ready, or done with exit code 0.

        With `strict`, the first death is the end: StackError names the process and the last
        line of its log.
        """
        waiting = set(names)
        end = time.monotonic() + deadline_s
        while waiting:
            statuses = self.statuses()
            for name in sorted(waiting):
                if _settled(name, statuses[name], strict):
                    waiting.remove(name)
            if waiting and time.monotonic() > end:
                name = min(waiting)
                said = last_words(Path(statuses[name].log))
                raise StackError(f"{name} was not ready in {deadline_s:.0f} s: {said}")
            time.sleep(POLL_S if waiting else 0)

    def _ask(self, operation: str, **question: Any) -> dict[str, Any]:
        try:
            answer = _exchange(self.folder / "supervisor.sock", {"op": operation, **question})
        except (OSError, ValueError) as error:
            raise StackError(f"the supervisor of {self.folder.name} is gone ({error})") from error
        if "error" in answer:
            raise StackError(f"{self.folder.name}: {operation} failed: {answer['error']}")
        return answer


def _settled(name: str, status: ProcessStatus, strict: bool) -> bool:
    if status.state == "ready":
        return not status.paused
    if status.state == "done" and status.exit_code == 0:
        return True
    if status.state == "done" or (strict and status.deaths):
        what = "failed" if status.state == "done" else "died at start"
        said = last_words(Path(status.log))
        raise StackError(f"{name} {what} (exit {status.exit_code}): {said}")
    return False


def _exchange(path: Path, question: dict[str, Any]) -> dict[str, Any]:
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(ANSWER_S)
        line.connect(str(path))
        line.sendall(json.dumps(question).encode() + b"\n")
        with line.makefile("rb") as reader:
            answer: dict[str, Any] = json.loads(reader.readline())
            return answer


def _alive(pid: int) -> bool:
    """False also for a zombie: an orphan waits for its new parent, which may take its time."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
