"""Numbers and durations in words that fit a column."""


def number(value: float | None, digits: int) -> str:
    """Fixed digits; a dash for nothing."""
    return "-" if value is None else f"{value:z,.{digits}f}"


def ratio(value: float | None) -> str:
    """1.23x; three significant digits above 10."""
    if value is None:
        return "-"
    return f"{value:.2f}x" if value < 10 else f"{value:.3g}x"


def difference(value: float | None, digits: int) -> str:
    """With its sign: +0.3; what is too small to be seen is +0.0."""
    return "-" if value is None else f"{value:+z,.{digits}f}"


def span(low: float | None, high: float | None, by_ratio: bool, digits: int) -> str:
    """An interval: 1.23x to 1.40x, or +0.3 to +1.2."""
    if low is None or high is None:
        return "-"
    if by_ratio:
        return f"{ratio(low)} to {ratio(high)}"
    return f"{difference(low, digits)} to {difference(high, digits)}"


def duration(seconds: float) -> str:
    """5 s, 1 min 20 s, 12 min, 1 h 5 min: as exact as a person needs."""
    whole = round(seconds)
    if whole < 100:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 10:
        return f"{minutes} min" + (f" {rest} s" if rest else "")
    hours, minutes = divmod(round(whole / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def cents(amount: int) -> str:
    """Money in units: 5943 is 59.43."""
    return f"{amount / 100:,.2f}"
