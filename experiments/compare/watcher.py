"""Who is told how a comparison goes on: the console, or a test that listens."""

from typing import Protocol

from experiments.compare.result import Result
from experiments.compare.visited import Visit
from experiments.trials.reporter import Reporter


class Watcher(Reporter, Protocol):
    """Told from one thread; must not raise."""

    def begin(self, title: str, stage_s: float, after_s: float) -> None:
        """A stage begins that should take `stage_s`, and the rest of the run `after_s` more."""
        ...

    def measured(self, result: Result, newest: Visit | None) -> None:
        """What is known by now, unfinished visits included. `newest` is the one going on, whose
        last trial has just been made; None before the first."""
        ...
