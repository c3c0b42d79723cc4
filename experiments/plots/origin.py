"""Where the figures come from, and whether they may be trusted."""

from collections.abc import Iterator

from experiments.plots.opened import Opened
from experiments.plots.text import Text, bullets, plain, table
from experiments.report.page.figures.plain import count
from experiments.report.page.reading.run import TrialSeen
from experiments.report.page.sections.conditions import conditions
from experiments.report.page.sections.opening import opening

OF_MACHINE = ("processor", "cores", "memory", "python")
"""What a reader needs to compare; the rest is in the run's report."""


def origin(opened: Opened) -> Text:
    """Which run this is, on which machine, and what speaks against it."""
    head = opening(opened.run, present_claims=None)
    machine = {name: value for name, value, *_ in conditions(opened.run).environment}
    known = [f"{name}: {machine[name]}" for name in OF_MACHINE if name in machine]
    lines = [" · ".join(map(plain, head.facts)), " · ".join(map(plain, known))]
    warnings = [f"**{plain(text)}**" for text in head.warnings]
    lacks = [plain(text) for text in head.lacks]
    return Text("\n\n".join(line for line in (*lines, bullets([*warnings, *lacks])) if line))


def correct(opened: Opened) -> Text:
    """What the checkers and the sentinels found in the visits of this experiment."""
    seen = [each for each in opened.run.trials if each.experiment == opened.experiment]
    rows = [_row(each, [one for one in seen if one.visit.label == each]) for each in opened.labels]
    broken = [
        f"visit {one.visit.number}: {plain(text)}" for one in seen for text in _violations(one)
    ]
    headings = ("", "visits", "broke no invariant", "orders looked at", "disturbed")
    return Text("\n\n".join(part for part in (table(headings, rows), bullets(broken)) if part))


def _row(label: str, seen: list[TrialSeen]) -> tuple[str, ...]:
    kept = sum(not list(_violations(one)) for one in seen)
    orders = sum(one.checked.orders for one in seen if one.checked)
    disturbed = sum(bool(one.visit.disturbed) for one in seen)
    return plain(label), count(len(seen), "visit"), str(kept), f"{orders:,}", str(disturbed)


def _violations(seen: TrialSeen) -> Iterator[str]:
    for trial in seen.visit.trials:
        if trial.experiment == seen.experiment:
            yield from trial.violations
