"""Keeps looking at what a fault hits, as a client of that very thing.

For a feature that is a shopper, for a database, a broker or the outside world a client of theirs:
what shoppers notice of those is the outcome. A fault that counted only if they noticed it would
throw out each visit in which an arm stood it well.
"""

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Final

from experiments.errors import LabError
from experiments.faults.look import Look

See = Callable[[], bool]
"""One look: whether what is looked at serves well."""
LAST_LOOK_S: Final = 5.0
"""Longer than any look may take; who ends the lab by Ctrl-C does not wait for one that hangs."""


class Witness:
    """A context manager; `looks` grow between entry and exit, one at a time, `every_s` apart,
    which may be changed at any time. `looking` is entered in the witness's own thread."""

    def __init__(self, looking: AbstractContextManager[See], every_s: float) -> None:
        self.looks: list[Look] = []
        self.every_s = every_s
        self._looking = looking
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="witness", daemon=True)

    def __enter__(self) -> "Witness":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join(LAST_LOOK_S)

    def _run(self) -> None:
        with self._looking as see:
            while not self._over.wait(self.every_s):
                self.looks.append(_timed(see))


def _timed(see: See) -> Look:
    began = time.monotonic()
    try:
        good = see()
    except LabError:
        good = False
    return Look(began, 1000 * (time.monotonic() - began), good)
