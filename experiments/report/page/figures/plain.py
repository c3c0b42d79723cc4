"""Text and numbers as a person reads them on the page."""

from math import floor, log10

from experiments.report.numbers import difference, number, ratio

LONGEST = 400
"""Characters of one text from outside; the folder has all of it."""


def printable(text: str) -> str:
    """Without characters that no page can hold, and no longer than a person reads."""
    plain = "".join(one if one.isprintable() else " " for one in text)
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]} ..."


def shown(value: float | None, unit: str = "") -> str:
    """Three significant digits at least, whole thousands; percentages to a tenth; what is counted
    has no unit, and no digits if it is whole."""
    return number(value, digits_of(value, unit))


def digits_of(value: float | None, unit: str = "") -> int:
    if unit in ("%", "pt"):
        return 1
    if not value or (not unit and value == int(value)):
        return 0
    return min(4, max(0, 2 - floor(log10(abs(value)))))


def effect(value: float | None, by_ratio: bool, unit: str = "") -> str:
    """1.23x, or +0.3."""
    return ratio(value) if by_ratio else difference(value, digits_of(value, unit))


def interval(low: float | None, high: float | None, by_ratio: bool, unit: str = "") -> str:
    if low is None or high is None:
        return ""
    return f"{effect(low, by_ratio, unit)} to {effect(high, by_ratio, unit)}"


def count(number: int, noun: str) -> str:
    """1 block, 2 blocks."""
    return f"{number} {noun}" + ("" if number == 1 else "s")
