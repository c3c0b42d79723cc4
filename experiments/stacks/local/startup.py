"""Waits until replicas are wholly started: consumers assigned, copies filled, database there."""

import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Final

from experiments.stacks.local.replicas import STARTED
from experiments.stacks.protocol import StackError

POLL_S: Final = 0.05
ANSWER_S: Final = 2.0
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def wait_started(replicas: Mapping[str, int], deadline_s: float) -> None:
    """Returns when the startup probe of every replica (name -> port) answers 200."""
    end = time.monotonic() + deadline_s
    for name, port in replicas.items():
        said = ""
        while said := _complaint(port):
            if time.monotonic() > end:
                raise StackError(f"{name} is not fully started after {deadline_s:.0f} s: {said}")
            time.sleep(POLL_S)


def _complaint(port: int) -> str:
    """What the probe says while it is not green; empty when it is."""
    try:
        with _direct.open(f"http://127.0.0.1:{port}{STARTED}", timeout=ANSWER_S):
            return ""
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.read(300).decode(errors="replace").strip() or f"HTTP {refused.code}"
    except OSError as error:
        return str(error)
