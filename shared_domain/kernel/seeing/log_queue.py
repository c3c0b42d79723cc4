"""Log lines on their way to whoever keeps them: through a bounded queue, on a thread of their own.

A full disk or a pipe that nobody empties holds up that thread alone. Whoever logs never waits; what
finds the queue full is lost and counted.
"""

import logging
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

from shared_domain.kernel.seeing.log_line import add_field, shortened

LINES = 1000
CLOSE_WITHIN_S = 0.5


class LogQueue(logging.Handler):
    """Lines are written to `stream` as `formatter` gives them. `lost` is called for each that is
    not. The next that is written says how many were lost before it."""

    def __init__(
        self, stream: TextIO, formatter: logging.Formatter, lost: Callable[[], None]
    ) -> None:
        super().__init__()
        self.setFormatter(formatter)
        self._stream = stream
        self._tell_lost = lost
        self._lost = 0
        self._counting = threading.Lock()
        self._lines: queue.Queue[logging.LogRecord | None] = queue.Queue(LINES)
        self._writer = threading.Thread(target=self._write_all, name="log", daemon=True)
        self._writer.start()

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._lines.put_nowait(shortened(record))
        except Exception:  # noqa: BLE001 - full, or a thing that cannot say what it is
            self._lose()

    def close(self) -> None:
        """Write what is queued, half a second at most. What is logged afterwards may be lost."""
        with suppress(queue.Full):
            self._lines.put(None, timeout=CLOSE_WITHIN_S)
        self._writer.join(CLOSE_WITHIN_S)
        super().close()

    def _write_all(self) -> None:
        while (record := self._lines.get()) is not None:
            before = self._take_lost()
            if before:
                add_field(record, "labels.dropped", str(before))
            try:
                self._stream.write(self.format(record) + "\n")
                self._stream.flush()
            except Exception:  # noqa: BLE001 - full, broken or closed: nobody could be told
                self._add_lost(before)
                self._lose()

    def _lose(self) -> None:
        self._add_lost(1)
        self._tell_lost()

    def _add_lost(self, lines: int) -> None:
        with self._counting:
            self._lost += lines

    def _take_lost(self) -> int:
        with self._counting:
            lost, self._lost = self._lost, 0
        return lost
