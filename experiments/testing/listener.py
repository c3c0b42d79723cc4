"""A Watcher that remembers what it was told."""

from dataclasses import dataclass, field


@dataclass
class Listener:
    titles: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    left_s: list[float] = field(default_factory=list)

    def begin(self, title: str, stage_s: float, after_s: float) -> None:
        self.titles.append(title)
        self.left_s.append(stage_s + after_s)

    def detail(self, text: str) -> None: ...

    def say(self, text: str) -> None:
        self.lines.append(text)
