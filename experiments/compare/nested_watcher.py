"""A comparison that is part of something longer: what is told of it says so."""

from dataclasses import dataclass

from experiments.compare.result import Result
from experiments.compare.visited import Visit
from experiments.compare.watcher import Watcher


@dataclass(frozen=True)
class NestedWatcher:
    """A Watcher that passes on what it is told. `later_s`: how long the rest takes after it."""

    watcher: Watcher
    what: str
    later_s: float = 0.0

    def begin(self, title: str, stage_s: float, after_s: float) -> None:
        self.watcher.begin(f"{self.what}: {title}", stage_s, after_s + self.later_s)

    def detail(self, text: str) -> None:
        self.watcher.detail(text)

    def measured(self, result: Result, newest: Visit | None) -> None:
        """Not passed on: its figures belong into another table than the one that is filling."""

    def say(self, text: str) -> None:
        self.watcher.say(f"{self.what}: {text}")
