"""Axes that let a lecture read them: round ticks, and never so narrow that noise looks large."""

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from experiments.report.dots import LEAST_POINTS, LEAST_RATIO
from experiments.report.page.figures.axis import Axis

ROOM = 0.08
"""Left free at either end, as a share of the axis."""


def measure_axis(axes: Axes, values: Sequence[float], by_ratio: bool, unit: str) -> None:
    """Horizontal, for values of a metric."""
    low, high = min(values), max(values)
    if by_ratio and low > 0:
        _log(axes, *_apart(math.log(low), math.log(high), math.log(LEAST_RATIO)))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: shown_tick(value)))
        return
    left, right = _apart(low, high, LEAST_POINTS)
    if unit == "%" and right > 100:
        left, right = min(left, 100 - LEAST_POINTS), 100 + ROOM * (right - left)
    elif low >= 0 > left:
        left, right = -ROOM * (right - left), right - min(left, 0)
    _linear(axes, left, right)


def effect_axis(axes: Axes, values: Sequence[float], by_ratio: bool) -> None:
    """Horizontal, for ratios or differences: no effect is always on it."""
    if by_ratio:
        logs = [math.log(value) for value in values if value > 0]
        _log(axes, *_apart(min(0.0, *logs), max(0.0, *logs), 2 * math.log(1.25)))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: ratio_tick(value)))
        return
    _linear(axes, *_apart(min(0.0, *values), max(0.0, *values), 4.0))


def shown_tick(value: float) -> str:
    return f"{value:,g}"


def ratio_tick(value: float) -> str:
    """2x, and 1/2 rather than 0.5x, but 0.8x."""
    turned = 1 / value
    is_whole = value < 1 and abs(turned - round(turned)) < 1e-9
    return f"1/{turned:.0f}" if is_whole else f"{value:g}x"


def _apart(low: float, high: float, least: float) -> tuple[float, float]:
    """At least so far apart, with room at both ends."""
    extent = max(least, high - low)
    middle = (low + high) / 2
    return middle - extent * (0.5 + ROOM), middle + extent * (0.5 + ROOM)


def _log(axes: Axes, low: float, high: float) -> None:
    """From logarithms."""
    axes.set_xscale("log")
    axes.set_xlim(math.exp(low), math.exp(high))
    axes.xaxis.set_major_locator(FixedLocator(_ticks(math.exp(low), math.exp(high))))
    axes.xaxis.set_minor_locator(NullLocator())


def _ticks(low: float, high: float) -> list[float]:
    """Powers of ten alone where there are three of them, else closer ones."""
    powers = range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1)
    tens = [10.0**power for power in powers]
    return tens if len(tens) > 2 else list(Axis(low, high, 0, 1, is_log=True).ticks(6))


def _linear(axes: Axes, low: float, high: float) -> None:
    axes.set_xlim(low, high)
    axes.xaxis.set_major_locator(FixedLocator(list(Axis(low, high, 0, 1).ticks(5))))
