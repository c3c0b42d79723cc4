"""Waits until replicas are wholly started: consumers assigned, copies filled, database there."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from typing import Final

from experiments.stacks.local.fleet import Member
from experiments.stacks.local.replicas import STARTED
from experiments.stacks.protocol import StackError

POLL_S: Final = 0.05
ANSWER_S: Final = 2.0
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def wait_started(
    replicas: Iterable[Member], deadline_s: float, meanwhile: Callable[[], None] = lambda: None
) -> None:
    """Returns when every replica's startup probe answers 200; asks `meanwhile` between two
    tries, which may raise."""
    end = time.monotonic() + deadline_s
    for replica in replicas:
        while said := _complaint(replica.port):
            if time.monotonic() > end:
                name = replica.name
                raise StackError(f"{name} is not fully started after {deadline_s:.0f} s: {said}")
            meanwhile()
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
