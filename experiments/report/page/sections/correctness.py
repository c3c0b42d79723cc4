"""What the checkers found after every experiment: a number without it is not a result."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from experiments.report.page.figures.space_time import space_time_plot
from experiments.report.page.reading.run import Run, TrialSeen

MOST, MOST_PICTURES = 50, 6
"""Violations that are listed, and those that are drawn; the folder has all of them."""


@dataclass(frozen=True)
class VisitRow:
    number: int
    block: int
    label: str
    experiments: int
    orders: str
    settled: str
    violations: int
    scored: bool


@dataclass(frozen=True)
class Correctness:
    """`checks`: the sentence, and in how many trials of either side it held."""

    checks: tuple[tuple[str, str, str], ...]
    visits: tuple[VisitRow, ...]
    violations: tuple[str, ...]
    more: int
    pictures: tuple[tuple[str, Markup], ...]
    """What was violated, and how that came about."""


def correctness(run: Run) -> Correctness:
    found = [
        f"visit {visit.number} ({visit.label}): {text}"
        for visit in run.summary.visits
        for text in visit.told
    ]
    return Correctness(
        checks=_checks(run),
        visits=_visits(run),
        violations=tuple(found[:MOST]),
        more=max(0, len(found) - MOST),
        pictures=_pictures(run),
    )


def _pictures(run: Run) -> tuple[tuple[str, Markup], ...]:
    found = {
        f"visit {trial.visit.number} ({trial.visit.label}): {picture.says}": picture
        for trial in run.trials
        for picture in (trial.checked.pictures if trial.checked else ())
    }
    return tuple((text, space_time_plot(found[text])) for text in [*found][:MOST_PICTURES])


def _checks(run: Run) -> tuple[tuple[str, str, str], ...]:
    held: dict[str, dict[str, list[bool]]] = {}
    for trial in run.trials:
        for check in trial.checked.checks if trial.checked else ():
            sides = held.setdefault(check.name, {label: [] for label in run.plan.labels})
            sides[trial.visit.label].append(not check.violations)
    one, two = run.plan.labels
    return tuple((name, _count(sides[one]), _count(sides[two])) for name, sides in held.items())


def _count(held: Sequence[bool]) -> str:
    return f"{sum(held)} of {len(held)}"


def _visits(run: Run) -> tuple[VisitRow, ...]:
    scored = [visit.number for pair in run.summary.scored.values() for visit in pair.values()]
    trials: dict[int, list[TrialSeen]] = {}
    for trial in run.trials:
        trials.setdefault(trial.visit.number, []).append(trial)
    return tuple(
        VisitRow(
            number=visit.number,
            block=visit.block,
            label=visit.label,
            experiments=len(visit.trials),
            orders=_most(trials.get(visit.number, ()), "orders", "{:,}"),
            settled=_most(trials.get(visit.number, ()), "settled_after_s", "{:.1f} s"),
            violations=len(visit.violations),
            scored=visit.number in scored,
        )
        for visit in run.summary.visits
    )


def _most(trials: Sequence[TrialSeen], what: str, form: str) -> str:
    values = [getattr(trial.checked, what) for trial in trials if trial.checked]
    return form.format(max(values)) if values else "-"
