"""Asks an arm for its usage once a second while something else is waited for."""

import threading
from collections.abc import Callable
from types import TracebackType

from experiments.stacks.protocol import StackError, Usage

EVERY_S = 1.0


class MemoryWatch:
    """A context manager; `readings` are those taken within the block."""

    def __init__(self, usage: Callable[[], Usage], every_s: float = EVERY_S) -> None:
        self.readings: list[Usage] = []
        self._usage = usage
        self._every_s = every_s
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="memory-watch", daemon=True)

    def __enter__(self) -> "MemoryWatch":
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

    def _run(self) -> None:
        while not self._over.wait(self._every_s):
            try:
                self.readings.append(self._usage())
            except StackError:
                return  # an arm that has gone is noticed by whoever waits for it
