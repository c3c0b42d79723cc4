"""How a replica notices that its process ends.

granian's worker handles SIGTERM itself: it lets the requests it has come to an end, then its main
thread is over. Python waits for threads that are no daemons before the process goes, so one of
them has the time to stop the rest in order.
"""

import threading
from collections.abc import Callable


def when_main_thread_ends(stop: Callable[[], None]) -> None:
    """Call `stop` when the main thread is over; the process waits for it to return."""

    def wait_and_stop() -> None:
        threading.main_thread().join()
        stop()

    threading.Thread(target=wait_and_stop, name="shutdown").start()
