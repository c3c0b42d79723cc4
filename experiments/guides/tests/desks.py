"""A desk at which somebody types what a test says."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class TypingDesk:
    """`typed` are the answers to come; KeyboardInterrupt among them is Ctrl-C. Without any left
    the keyboard is gone."""

    typed: list[str | type[BaseException]] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def show(self, lines: Iterable[str]) -> None:
        self.lines += lines

    def ask(self, prompt: str) -> str | None:
        self.prompts.append(prompt)
        if not self.typed:
            return None
        answer = self.typed.pop(0)
        if isinstance(answer, str):
            return answer
        raise answer

    @property
    def text(self) -> str:
        return "\n".join(self.lines)
