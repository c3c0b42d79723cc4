"""A number of the student's run, named by a guide: what is right, or what a mistake would give."""

from dataclasses import dataclass

from experiments.guides.evidence import Evidence, Figure

ARMS = ("monolith", "services")
TAKES = ("median", "smallest", "largest", "estimate", "low", "high")


@dataclass(frozen=True)
class Quantity:
    """One source: a `figure` (by `arm`, or the row's estimate or an end of its interval), the
    seconds `between` two steps of the first visit, or a plain `number`. Then, in this order: a
    ratio turned round (`inverted`), `times`, `plus`."""

    figure: str = ""
    arm: str = ""
    take: str = "median"
    between: tuple[str, ...] = ()
    number: float | None = None
    inverted: bool = False
    times: float = 1.0
    plus: float = 0.0

    def of(self, seen: Evidence) -> float | None:
        """None where the run has no such number."""
        value = self._source(seen)
        if value is None or (self.inverted and not value):
            return None
        return self.times * (1 / value if self.inverted else value) + self.plus

    def _source(self, seen: Evidence) -> float | None:
        if self.figure:
            row = seen.figures.get(self.figure)
            return None if row is None else self._taken(row)
        if self.between:
            return _seconds_between(seen, *self.between)
        return self.number

    def _taken(self, row: Figure) -> float | None:
        if self.take in ("estimate", "low", "high"):
            value: float | None = getattr(row, self.take)
            return value
        if self.take == "median":
            return row.medians.get(self.arm)
        known = [value for value in row.visits.get(self.arm, ()) if value is not None]
        extreme = min if self.take == "smallest" else max
        return extreme(known) if known else None


@dataclass(frozen=True)
class Condition:
    """Holds where the run has the number and it lies strictly between `above` and `below`."""

    value: Quantity
    above: float = float("-inf")
    below: float = float("inf")

    def holds(self, seen: Evidence) -> bool:
        value = self.value.of(seen)
        return value is not None and self.above < value < self.below


def _seconds_between(seen: Evidence, start: str, end: str) -> float | None:
    began = dict(reversed(seen.marks))
    return began[end] - began[start] if start in began and end in began else None
