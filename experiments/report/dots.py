"""A strip of dots: where the visits of both arms lie, on a scale of the row's own."""

import math
from collections.abc import Sequence
from statistics import median

from experiments.report.screen import Glyphs

LEAST_RATIO = 2.0
"""The strip spans at least this factor, so that noise does not look like a difference."""

LEAST_POINTS = 5.0
"""The same for shares, in percentage points."""


def strip(
    baseline: Sequence[float | None],
    other: Sequence[float | None],
    width: int,
    glyphs: Glyphs,
    by_ratio: bool = True,
) -> str:
    """`width` characters with a dot for each visit. Ratios are shown on a logarithmic scale."""
    one, two = _known(baseline, by_ratio), _known(other, by_ratio)
    cells = [" "] * width
    if not one and not two:
        return "".join(cells)
    low, high = _span([*one, *two], math.log(LEAST_RATIO) if by_ratio else LEAST_POINTS)

    def place(value: float) -> int:
        return round((value - low) / (high - low) * (width - 1))

    taken = {place(value) for value in one}
    for cell in taken:
        cells[cell] = glyphs.baseline
    for cell in {place(value) for value in two}:
        cells[cell] = glyphs.both if cell in taken else glyphs.other
    return "".join(cells)


def _known(values: Sequence[float | None], by_ratio: bool) -> list[float]:
    known = [value for value in values if value is not None]
    return [math.log(value) for value in known if value > 0] if by_ratio else known


def _span(values: list[float], least: float) -> tuple[float, float]:
    low, high = min(values), max(values)
    if high - low >= least:
        return low, high
    middle = median((low, high))
    return middle - least / 2, middle + least / 2
