"""One line of progress: rewritten in place on a terminal, now and then a new line elsewhere."""

import shutil
import time
from collections.abc import Callable
from typing import TextIO

MEGABYTE = 1_000_000


class Progress:
    """Shows the latest of many short messages without flooding a log.

    `every_s` is the least time in seconds between two lines when the stream is no terminal.
    """

    def __init__(
        self,
        stream: TextIO,
        every_s: float = 5.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream = stream
        self._terminal = stream.isatty()
        self._every_s = 0.1 if self._terminal else every_s
        self._clock = clock
        self._shown_at: float | None = None
        self._open_line = False

    def show(self, text: str) -> None:
        """Show a passing state; dropped when another was shown a moment ago."""
        now = self._clock()
        if self._shown_at is not None and now - self._shown_at < self._every_s:
            return
        self._shown_at = now
        if self._terminal:
            self._rewrite(text)
        else:
            self._stream.write(f"  {text}\n")
            self._stream.flush()

    def say(self, text: str) -> None:
        """Write a line that stays."""
        if self._open_line:
            self._rewrite("")
            self._stream.write("\r")
            self._open_line = False
        self._stream.write(f"{text}\n")
        self._stream.flush()

    def _rewrite(self, text: str) -> None:
        width = max(20, shutil.get_terminal_size().columns - 3)
        self._stream.write("\r  " + text[:width].ljust(width))
        self._stream.flush()
        self._open_line = True
