"""Customers who come at a pace while something else is done."""

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import Final

from experiments.soak.wishes import Wish

Serve = Callable[[Wish, threading.Event], object]
"""Does what a customer wants; the event ends his patience."""
GLANCE_S: Final = 0.05
MOST_BEHIND_S: Final = 1.0
"""How far the pace may fall behind and catch up: after an outage nobody storms the shop."""


class Shopping:
    """A context manager: they come as long as the block runs and there are wishes, `per_s` a second
    at most, `at_once` of them at most. Its end waits until those who came are served; where it ends
    by an error, Ctrl-C included, their patience ends with it."""

    def __init__(self, wishes: Iterable[Wish], serve: Serve, at_once: int, per_s: float) -> None:
        self.begun = 0
        self._wishes = iter(wishes)
        self._serve = serve
        self._gap_s = 1 / per_s
        self._next_s = 0.0
        self._lock = threading.Lock()
        self._closed, self._over = threading.Event(), threading.Event()
        self._at_once = at_once
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="customer")
        self._running: list[Future[None]] = []

    def __enter__(self) -> "Shopping":
        self._next_s = time.monotonic()
        self._running = [self._pool.submit(self._run) for _ in range(self._at_once)]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closed.set()
        if error is not None:
            self._over.set()
        try:
            self._pool.shutdown()
        except BaseException:
            self._over.set()
            raise
        if error is None:
            for each in self._running:
                each.result()

    def wait_begun(self, count: int) -> None:
        """Until so many have come, or no more will."""
        while self.begun < count and not all(each.done() for each in self._running):
            self._closed.wait(GLANCE_S)

    def wait_served(self) -> None:
        """Until every wish there is has been served."""
        while wait(self._running, GLANCE_S).not_done:
            pass

    def _run(self) -> None:
        while (wish := self._take()) is not None:
            self._serve(wish, self._over)

    def _take(self) -> Wish | None:
        """The next wish, when its time has come."""
        with self._lock:
            wish = next(self._wishes, None)
            at_s = max(self._next_s, time.monotonic() - MOST_BEHIND_S)
            self._next_s = at_s + self._gap_s
        if wish is None or self._closed.wait(max(0.0, at_s - time.monotonic())):
            return None
        with self._lock:
            self.begun += 1
        return wish
