"""Who is told how a trial goes on."""

from typing import Protocol


class Reporter(Protocol):
    """Told from one thread; must not raise."""

    def detail(self, text: str) -> None:
        """What is being done now; the next one replaces it."""
        ...

    def say(self, text: str) -> None:
        """A line that stays."""
        ...
