"""Waits until nobody talks to a replica any more.

The gateway closes its connections to a replica that left its endpoints as their requests end.
"""

import contextlib
import time
from typing import Final

import psutil

from experiments.stacks.local.families import family

POLL_S: Final = 0.02


def wait_drained(pid: int | None, port: int, deadline_s: float) -> None:
    """Returns when no connection to the process's `port` is open, or after `deadline_s`: the
    gateway has answered by then to whoever waited."""
    processes = family(pid) if pid else []
    end = time.monotonic() + deadline_s
    while any(_is_asked(process, port) for process in processes) and time.monotonic() < end:
        time.sleep(POLL_S)


def _is_asked(process: psutil.Process, port: int) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return any(
            connection.status == psutil.CONN_ESTABLISHED and connection.laddr.port == port
            for connection in process.net_connections("tcp4")
        )
    return False
