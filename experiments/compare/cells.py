"""What a matrix is made of: a row a fault, a cell a side, a figure a feature and phase."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from experiments.measure.metric import Value


class State(StrEnum):
    """What there is to a cell: only the first has figures."""

    SEEN = "seen"
    INVALID = "invalid"
    ABSENT = "not there"
    AWAITED = "not made yet"


@dataclass(frozen=True)
class Seen:
    """A feature's operations in a phase: how many a visit asked for, their good share in percent,
    the p99 of the answers. Medians of the visits; None where too few were asked for to tell."""

    asked: Value
    good: Value
    p99_ms: Value


@dataclass(frozen=True)
class Phase:
    """While the fault was on, or afterwards: by feature, and the orders' p95 to settle."""

    features: Mapping[str, Seen]
    settle_p95_ms: Value


@dataclass(frozen=True)
class Cell:
    """One fault on one side. `why` says what keeps it from being seen. `visits` are those that its
    figures come from; `recovered` is whether that was seen before the watching ended; `violations`
    are those that no trial before it had shown."""

    state: State
    why: tuple[str, ...] = ()
    visits: int = 0
    phases: Mapping[str, Phase] = field(default_factory=dict)
    recovery_s: Value = None
    recovered: bool = False
    violations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """A fault and the feature it is named by, as the catalogue calls them; cells by side."""

    experiment: str
    fault: str
    feature: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Matrix:
    """`labels`: the baseline's first."""

    name: str
    labels: tuple[str, str]
    rows: tuple[Row, ...]
