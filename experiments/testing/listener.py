"""A Watcher that remembers what it was told."""

from dataclasses import dataclass, field

from experiments.compare.result import Result
from experiments.compare.visited import Visit


@dataclass
class Listener:
    titles: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    left_s: list[float] = field(default_factory=list)
    known: list[tuple[Result, Visit | None]] = field(default_factory=list)

    def begin(self, title: str, stage_s: float, after_s: float) -> None:
        self.titles.append(title)
        self.left_s.append(stage_s + after_s)

    def detail(self, text: str) -> None: ...

    def measured(self, result: Result, newest: Visit | None) -> None:
        self.known.append((result, newest))

    def say(self, text: str) -> None:
        self.lines.append(text)
