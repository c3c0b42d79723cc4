"""What a student's own run shows, as far as guides ask about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

NO_RULING: Final = "none"


@dataclass(frozen=True)
class Figure:
    """A row of the table. `visits` and `medians` are by arm; without enough blocks there is no
    interval, and a number that nobody measured is None."""

    label: str
    unit: str
    visits: Mapping[str, tuple[float | None, ...]]
    medians: Mapping[str, float | None]
    estimate: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Ruled:
    """A claim as the run has it; `ruling` is "none" where the run gives no verdict."""

    text: str
    ruling: str
    estimate: float | None
    low: float | None
    high: float | None
    by_ratio: bool
    remarks: tuple[str, ...]
    would_change: str


@dataclass(frozen=True)
class Evidence:
    """`marks` are those of the first visit: the step's kind, and when it began."""

    folder: Path
    first_visit: str
    blocks: int
    noisy: bool
    problems: tuple[str, ...]
    claims_sha256: str
    figures: Mapping[str, Figure]
    ruled: Mapping[str, Ruled] = field(default_factory=dict)
    marks: tuple[tuple[str, float], ...] = ()
