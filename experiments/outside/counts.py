"""How often the outside world was asked, and about how many different things: who tries again asks
about the same."""

from collections import Counter, defaultdict
from typing import Any

from experiments.outside.behaviour import QUESTIONS

WITNESS = "o-witness"
"""The order that the lab itself asks about, to see whether the outside world answers."""


class Counts:
    def __init__(self) -> None:
        self._asked: Counter[str] = Counter()
        self._about: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, question: str, key: str) -> None:
        if key != WITNESS:
            self._asked[question] += 1
            self._about[question].add(key)

    def as_json(self) -> dict[str, Any]:
        return {
            question: {"asked": self._asked[question], "different": len(self._about[question])}
            for question in QUESTIONS
        }
