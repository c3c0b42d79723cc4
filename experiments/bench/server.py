"""One WSGI server of the bench's own: as a replica is started, on the arm's core, in no account."""

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from experiments.errors import LabError
from experiments.stacks.local.cores import Split
from experiments.stacks.local.replicas import granian
from experiments.stacks.local.system import before_exec, cpu_seconds

UP_WITHIN_S = 30.0
DOWN_WITHIN_S = 10.0


class NotUp(LabError):
    """A server of the bench did not start; the text has its last words."""


@dataclass(frozen=True)
class Server:
    port: int
    process: psutil.Process

    def cpu_seconds(self) -> float:
        """Of the server and its worker, since they were started."""
        family = [self.process, *self.process.children(recursive=True)]
        return sum(cpu_seconds(each) for each in family)


@contextmanager
def serving(
    target: str, folder: Path, variables: Mapping[str, str], threads: int, cores: Split
) -> Iterator[Server]:
    """granian with `target` from `folder`, until the block ends."""
    port = _free_port()
    command = granian("wsgi", target, port, ("--blocking-threads", str(threads)))
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(folder), **variables},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            preexec_fn=before_exec(cores.arm if cores.pinned else None),  # noqa: PLW1509
        )
        try:
            _wait_until_up(port, process)
            yield Server(port, psutil.Process(process.pid))
        except NotUp:
            log.seek(0)
            said = log.read().decode(errors="replace").strip().splitlines()[-1:]
            raise NotUp(f"{target} does not start: {' '.join(said)}") from None
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(DOWN_WITHIN_S)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _wait_until_up(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + UP_WITHIN_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                raise NotUp from None
            time.sleep(0.02)
