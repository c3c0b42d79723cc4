"""What shoppers notice of a deploy, and what it takes.

A request has failed that was answered wrongly or not at all, an order also by a technical reason. A
right answer that came late is counted apart: its shopper waited, and has it.
"""

from collections.abc import Callable, Collection

from experiments.measure.metric import DIFFERENCE, Metric, Value
from experiments.measure.observation import Observation
from experiments.measure.recovery import load_at, recovery, step_s
from experiments.workload.scoring import Outcome
from experiments.workload.summary import figures

FAILED = frozenset((Outcome.FAILED, Outcome.UNKNOWN))
LATE = frozenset((Outcome.SLOW,))
SLOWER = 1.25
FEW = 5
"""Requests: a difference of so many is worth talking about."""

Measure = Callable[[Observation], Value]


def count_after(kind: str, about: str, outcomes: Collection[Outcome]) -> Measure:
    """How many operations came to that between the step's command and the next step, or the load's
    end."""

    def measured(seen: Observation) -> Value:
        mark = seen.mark(kind, about)
        samples = load_at(seen, mark).between(mark.began_s, seen.after(mark))
        return float(sum(one.outcome in outcomes for one in samples))

    return measured


def deploys(kind: str, about: str = "") -> Measure:
    """How many parts were deployed by the step, one after another."""
    return lambda seen: float(seen.mark(kind, about).deploys)


def p95_ms_during(kind: str, about: str = "") -> Measure:
    """Of all that was asked while the step was under way, 95% were answered within so long; who was
    not answered counts with the client's patience."""

    def measured(seen: Observation) -> Value:
        mark = seen.mark(kind, about)
        load = load_at(seen, mark)
        accept = figures(load.between(mark.began_s, mark.done_s), 1.0, load.plan).accept
        return accept.p95_ms if accept else None

    return measured


def told_of_deploy(about: str, name: str, kind: str = "deploy") -> tuple[Metric, ...]:
    """Three rows of the release `about`: how long it took, how many failed, how many waited."""
    failed, late = (count_after(kind, about, outcomes) for outcomes in (FAILED, LATE))
    key = name.replace(" ", "_")
    return (
        Metric(f"{key}_s", name, "s", 1, step_s(kind, about), margin=SLOWER),
        Metric(f"{key}_failed", f"{name}, failed", "", 0, failed, DIFFERENCE, FEW),
        Metric(f"{key}_late", f"{name}, late", "", 0, late, DIFFERENCE, FEW),
    )


def noticed_s(about: str) -> Measure:
    """Seconds from the end of the deploy until it was taken back; None if it never was."""

    def measured(seen: Observation) -> Value:
        back_s = _taken_back_s(seen)
        return None if back_s is None else back_s - seen.mark("deploy", about).done_s

    return measured


def well_again_s(about: str) -> Measure:
    """Seconds from the command of the deploy until the shop is well again, as `recovery` says. One
    that nobody took back counts with the time it was watched: a lower bound."""

    def measured(seen: Observation) -> Value:
        deployed, back_s = seen.mark("deploy", about), _taken_back_s(seen)
        if back_s is None:
            return load_at(seen, deployed).window_s[1] - deployed.began_s
        after_s = recovery("rollback")(seen)
        return None if after_s is None else back_s - deployed.began_s + after_s

    return measured


def not_good_since(about: str) -> Measure:
    """How many operations were not good from the command of the deploy to the end of its load."""

    def measured(seen: Observation) -> Value:
        deployed = seen.mark("deploy", about)
        load = load_at(seen, deployed)
        samples = load.between(deployed.began_s, load.window_s[1])
        return float(sum(one.outcome is not Outcome.GOOD for one in samples))

    return measured


def taken_back(seen: Observation) -> Value:
    """How often something was."""
    return float(sum(one.kind == "rollback" for one in seen.marks))


def _taken_back_s(seen: Observation) -> float | None:
    """When the first rollback began."""
    return next((one.began_s for one in seen.marks if one.kind == "rollback"), None)
