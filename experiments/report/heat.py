"""How hot a figure of the matrix is, and how it reads in three characters.

Console and page take both from here: a colour repeats what the characters say, and adds nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import floor
from typing import Final

from experiments.compare.cells import Cell, Seen
from experiments.compare.matrix import LATEST_S
from experiments.measure.by_feature import AFTER, DURING, LEAST
from experiments.slo import SLO

ALL_GOOD, FEW, NOTHING = ".", "few", "-"
ROUGH: Final = 100
"""Operations: the p99 of fewer is about the slowest of them."""


class Heat(StrEnum):
    """From nothing to be said to nothing left."""

    NONE = "none"
    WELL = "well"
    HURT = "hurt"
    BAD = "bad"
    DOWN = "down"


@dataclass(frozen=True)
class Map:
    """One figure of all features in a phase, and one of the whole cell beside them. `text` is three
    characters at most, `beside` five."""

    title: str
    phase: str
    text: Callable[[Seen], str]
    heat: Callable[[Seen], Heat]
    heading: str
    beside: Callable[[Cell], str]


def good_text(seen: Seen) -> str:
    """Whole percents, cut: only what is all good looks so."""
    if seen.good is None:
        return _lacking(seen)
    return ALL_GOOD if seen.good >= 100 else f"{floor(seen.good)}"


def good_heat(seen: Seen) -> Heat:
    if seen.good is None:
        return Heat.NONE
    limits = ((99.0, Heat.WELL), (90.0, Heat.HURT), (50.0, Heat.BAD))
    return next((heat for least, heat in limits if seen.good >= least), Heat.DOWN)


def p99_text(seen: Seen) -> str:
    return _lacking(seen) if seen.p99_ms is None else short_ms(seen.p99_ms)


def p99_heat(seen: Seen) -> Heat:
    """Of the service level that reads are held at, and its multiples."""
    if seen.p99_ms is None:
        return Heat.NONE
    limits = ((1.0, Heat.WELL), (2.5, Heat.HURT), (5.0, Heat.BAD))
    level = SLO.read_p95_ms
    return next((heat for times, heat in limits if seen.p99_ms <= times * level), Heat.DOWN)


def back_text(cell: Cell) -> str:
    """Seconds from the fault's end; or after how many nobody looked any more."""
    if cell.recovery_s is None:
        return NOTHING
    return f"{cell.recovery_s:.1f}" if cell.recovered else f">{LATEST_S:g}"


def settle_text(phase: str) -> Callable[[Cell], str]:
    """The orders' p95 to settle."""

    def text(cell: Cell) -> str:
        settle_ms = cell.phases[phase].settle_p95_ms
        return NOTHING if settle_ms is None else short_ms(settle_ms)

    return text


def wrong_text(cell: Cell) -> str:
    """How many violations this fault brought, by what no trial before it had shown."""
    return str(len(cell.violations)) if cell.violations else ALL_GOOD


def short_ms(ms: float) -> str:
    """Milliseconds, or seconds with an s from a thousand on."""
    return f"{ms:.0f}" if round(ms) < 1000 else f"{ms / 1000:.0f}s"


def _lacking(seen: Seen) -> str:
    """None were asked for, too few, or none was answered."""
    return FEW if seen.asked is not None and 0 < seen.asked < LEAST else NOTHING


MAPS: Final = (
    Map("good while the fault is on, %", DURING, good_text, good_heat, "back", back_text),
    Map("p99 while the fault is on, ms", DURING, p99_text, p99_heat, "final", settle_text(DURING)),
    Map("good after the fault, %", AFTER, good_text, good_heat, "wrong", wrong_text),
    Map("p99 after the fault, ms", AFTER, p99_text, p99_heat, "final", settle_text(AFTER)),
)
