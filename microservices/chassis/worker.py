"""What works beside the HTTP threads: begun, told to stop and waited for in one way."""

import logging
import threading
import time
from collections.abc import Callable, Mapping

from shared_domain.kernel.down import DOWN
from shared_domain.kernel.retry import PAUSE_S

log = logging.getLogger(__name__)


class Interrupted(Exception):
    """Told to stop while work waited to be tried again: it is not done."""


class Worker:
    """`work` has what each thread does by the thread's name. It looks at `_stopping`."""

    def __init__(self, work: Mapping[str, Callable[[], None]]) -> None:
        self._stopping = threading.Event()
        self.threads = [
            threading.Thread(target=each, name=name, daemon=True) for name, each in work.items()
        ]

    def start(self) -> None:
        """Return at once; the work goes on in threads."""
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """Take nothing new, and end when what is at hand is finished. Returns at once."""
        self._stopping.set()

    def join(self, timeout_s: float) -> None:
        """Wait for that end, `timeout_s` at most."""
        until = time.monotonic() + timeout_s
        for thread in self.threads:
            thread.join(max(0.0, until - time.monotonic()))

    def _until_up(self, what: str, work: Callable[[], None]) -> None:
        """Do `work`, again and again while something that it needs is down. Raises Interrupted."""
        while True:
            try:
                return work()
            except DOWN as error:
                log.warning("%s waits: %s", what, error)
            self._pause(PAUSE_S)

    def _pause(self, seconds: float) -> None:
        """Raises Interrupted."""
        if self._stopping.wait(seconds):
            raise Interrupted
