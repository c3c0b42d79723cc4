"""Two threads wait for each other, so that what may happen at once does."""

import threading


class Meeting:
    """Called by a thread, returns when another has come, too, or after `patience_s` seconds."""

    def __init__(self, patience_s: float) -> None:
        self._patience_s = patience_s
        self._barrier = threading.Barrier(2)

    def __call__(self) -> None:
        try:
            self._barrier.wait(self._patience_s)
        except threading.BrokenBarrierError:
            self._barrier.reset()
