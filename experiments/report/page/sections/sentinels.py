"""The sentinels as a table: what each watches, its limit and which way it holds, the worst seen."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from experiments.report.page.reading.run import Run

UNITS = {
    "generator": ("objections", 1),
    "fault": ("objections", 1),
    "outside world": ("questions unanswered", 1),
    "steady state": ("% good", 1),
    "foreign CPU": ("cores", 1),
    "steal": ("% of the CPU", 100),
    "throttling": ("% of the time", 100),
    "suspend": ("s", 1),
    "clock": ("s", 1),
    "memory pressure": ("% of the time", 100),
    "swap": ("KiB", 1),
    "disk": ("MB free", 1),
}
"""By sentinel: the unit to show, and how much of it one of the sentinel's own makes."""

LOW_IS_BAD = ("steady state", "disk")
"""Sentinels that trip below their limit; all others trip above it."""


@dataclass
class _Watched:
    """One sentinel over all visits: its values by label."""

    limit: float = 0.0
    tripped: int = 0
    values: dict[str, list[float]] = field(default_factory=dict)


def sentinel_rows(run: Run) -> tuple[tuple[str, ...], ...]:
    """A row each: name, limit, the worst of either side, how often it tripped."""
    return tuple(
        (_named(name), _limit(name, one.limit), *_worst(run, name, one), str(one.tripped))
        for name, one in _watched(run).items()
    )


def _watched(run: Run) -> dict[str, _Watched]:
    found: dict[str, _Watched] = {}
    for visit in run.summary.visits:
        for trial in visit.trials:
            for each in trial.sentinels:
                one = found.setdefault(each.name, _Watched())
                one.limit = each.limit
                one.tripped += each.tripped
                if each.value is not None:
                    one.values.setdefault(visit.label, []).append(each.value)
    return found


def _named(name: str) -> str:
    unit, _ = UNITS.get(name, ("", 1))
    return f"{name}, {unit}" if unit else name


def _limit(name: str, limit: float) -> str:
    return f"at {'least' if name in LOW_IS_BAD else 'most'} {_short(name, limit)}"


def _worst(run: Run, name: str, one: _Watched) -> Iterator[str]:
    worst = min if name in LOW_IS_BAD else max
    for label in run.plan.labels:
        values = one.values.get(label)
        yield _short(name, worst(values)) if values else "-"


def _short(name: str, value: float) -> str:
    """To a thousandth, as sentinels judge; never -0."""
    _, factor = UNITS.get(name, ("", 1))
    shown = round(value * factor, 3) + 0.0
    return f"{shown:,.0f}" if abs(shown) >= 1000 else f"{shown:.3f}".rstrip("0").rstrip(".")
