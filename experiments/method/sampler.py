"""Asks an arm for its usage once a second while something else is waited for."""

import threading
import time
from collections.abc import Callable
from types import TracebackType

from experiments.measure.observation import Moment
from experiments.stacks.protocol import StackError, Usage

EVERY_S = 1.0


class UsageSampler:
    """A context manager; `moments` begin at its entry and end at its exit."""

    def __init__(self, usage: Callable[[], Usage], every_s: float = EVERY_S) -> None:
        self.moments: list[Moment] = []
        self._usage = usage
        self._every_s = every_s
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="usage-sampler", daemon=True)

    def __enter__(self) -> "UsageSampler":
        self._take()
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()
        if error is None:
            self._take()

    def _take(self) -> None:
        usage = self._usage()
        self.moments.append(Moment(time.monotonic(), usage))

    def _run(self) -> None:
        while not self._over.wait(self._every_s):
            try:
                self._take()
            except StackError:
                return  # an arm that has gone is noticed by whoever waits for it
