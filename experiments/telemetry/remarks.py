"""What is worth a word about an arm and has no column: open sagas, breakers that are not closed,
and what was lost."""

from collections import Counter
from collections.abc import Iterator, Mapping

from experiments.telemetry.rates import Replicas, total, values

BREAKERS = {2.0: "open", 1.0: "half open"}
LOST: Mapping[str, str] = {
    "cleave_dead_letters_total": "dead letters",
    "cleave_log_lines_dropped_total": "log lines lost",
}
"""Counters that stay at nothing while all is well."""


def remarks(replicas: Replicas) -> Iterator[str]:
    """Of all replicas of an arm; none where there is nothing to remark."""
    if still_open := open_sagas(replicas):
        yield f"open sagas {still_open}"
    for state, called in BREAKERS.items():
        seen = values(replicas, "cleave_breaker_state")
        callees = {dict(labels)["callee"] for labels, value in seen if value == state}
        yield from (f"breaker {called}: {callee}" for callee in sorted(callees))
    for name, what in LOST.items():
        if lost := total(replicas, name):
            yield f"{what} {lost:.0f}"


def open_sagas(replicas: Replicas) -> int:
    """Entered less left, over the states that a saga leaves again. A replica that began anew has
    forgotten what it did, so it may be less than nothing; that is told as 0."""
    entered: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for labels, value in values(replicas, "cleave_saga_transitions_total"):
        states = dict(labels)
        entered[states["to_state"]] += int(value)
        left[states["from_state"]] += int(value)
    return max(0, sum(entered[state] - left[state] for state in left if state in entered))
