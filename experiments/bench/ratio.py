"""Measurements in pairs, and the ratio between them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Pair:
    """One measurement of each side, taken one right after the other."""

    ours: float
    bare: float

    @property
    def ratio(self) -> float:
        return self.ours / self.bare


@dataclass(frozen=True)
class Ratio:
    """What was compared, in `unit`, and what is aimed at: at least or at most `aim`. Without an aim
    it bounds what the others can reach."""

    name: str
    ours: str
    bare: str
    unit: str
    aim: float | None
    at_least: bool
    pairs: tuple[Pair, ...]

    @property
    def median(self) -> float:
        return median(pair.ratio for pair in self.pairs)

    @property
    def spread(self) -> tuple[float, float]:
        """The smallest and the greatest ratio."""
        ratios = [pair.ratio for pair in self.pairs]
        return min(ratios), max(ratios)

    @property
    def is_met(self) -> bool:
        """True also where nothing is aimed at."""
        if self.aim is None:
            return True
        return self.median >= self.aim if self.at_least else self.median <= self.aim

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "ours": self.ours,
            "bare": self.bare,
            "unit": self.unit,
            "aim": self.aim,
            "at_least": self.at_least,
            "is_met": self.is_met,
            "median": self.median,
            "spread": list(self.spread),
            "pairs": [[pair.ours, pair.bare] for pair in self.pairs],
        }


@dataclass(frozen=True)
class Figure:
    """A quantity without a counterpart: one value each time it was measured."""

    name: str
    unit: str
    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.values)

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "unit": self.unit,
            "median": self.median,
            "values": list(self.values),
        }


@dataclass(frozen=True)
class Bench:
    """All that one run measured."""

    ratios: Sequence[Ratio]
    figures: Sequence[Figure]
    machine: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        return {
            "machine": self.machine,
            "ratios": [each.as_json() for each in self.ratios],
            "figures": [each.as_json() for each in self.figures],
        }


def turns(number: int) -> Sequence[bool]:
    """Whether ours goes first, turn by turn: A B, B A, A B, ..."""
    return [turn % 2 == 0 for turn in range(number)]
