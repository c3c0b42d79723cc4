"""What is told of each comparison, and what the hardened services should come to. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any, Final

from experiments.compare.result import Result
from experiments.compare.rows import rows_of
from experiments.measure.metric import Value

SHOWN: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "resilience-database-hangs": ("refused_soon", "others_good"),
        "resilience-retries": ("tries",),
        "resilience-hang-recommendations": ("rest_p99_ms", "others_good"),
        "resilience-hang-inventory": ("others_good", "rest_p99_ms"),
        "flood": ("others_good", "served"),
        "resilience-database-down": ("refused_soon", "others_good"),
        "resilience-replicas": ("rest_one", "rest_two"),
        "resilience-buffer": ("accepted", "settled", "caught_up_s"),
        "resilience-week": ("available", "lost_min", "orders_lost_min"),
    }
)
"""The telling rows of each experiment."""


@dataclass(frozen=True)
class Aim:
    """Of the hardened services; nothing is aimed at for the monolith. `wanted` is the least that a
    figure should be or, if `at_most`, the greatest."""

    wanted: float
    at_most: bool = False

    def met(self, value: Value) -> bool:
        if value is None:
            return False
        return value <= self.wanted if self.at_most else value >= self.wanted

    def __str__(self) -> str:
        return f"{'<=' if self.at_most else '>='} {self.wanted:g}"


AIMS: Final[Mapping[tuple[str, str], Aim]] = MappingProxyType(
    {
        ("resilience-retries", "tries"): Aim(1.2, at_most=True),
        ("resilience-database-down", "refused_soon"): Aim(99.0),
        ("resilience-database-down", "others_good"): Aim(99.9),
        ("resilience-hang-inventory", "others_good"): Aim(99.9),
        ("resilience-hang-recommendations", "others_good"): Aim(99.9),
        ("resilience-database-hangs", "others_good"): Aim(99.9),
        ("flood", "others_good"): Aim(95.0),
    }
)


@dataclass(frozen=True)
class Figure:
    """A telling row: medians of its two sides. `left_out` is what the second one was without; ""
    where both were whole."""

    left_out: str
    sides: tuple[str, str]
    experiment: str
    key: str
    label: str
    unit: str
    digits: int
    values: tuple[Value, Value]

    @property
    def aim(self) -> Aim | None:
        """None also where a side is not whole."""
        return None if self.left_out else AIMS.get((self.experiment, self.key))

    @property
    def missed(self) -> bool:
        return self.aim is not None and not self.aim.met(self.values[1])

    def as_json(self) -> dict[str, Any]:
        aim = None if self.aim is None else str(self.aim)
        return asdict(self) | {"aim": aim, "missed": self.missed}


def figures_of(left_out: str, result: Result) -> Iterator[Figure]:
    """In the order of the comparison's rows."""
    for row in rows_of(result):
        if row.metric.key in SHOWN.get(row.experiment, ()):
            metric = row.metric
            yield Figure(
                left_out,
                row.labels,
                row.experiment,
                metric.key,
                metric.label,
                metric.unit,
                metric.digits,
                row.medians,
            )


def remarks_of(what: str, result: Result) -> Sequence[str]:
    """What the figures of a comparison are not to be believed for."""
    noisy = ["something disturbed the machine"] if result.noisy else []
    return [f"{what}: {text}" for text in (*result.problems, *noisy)]
