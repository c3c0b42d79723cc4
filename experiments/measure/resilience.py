"""How a shop bears what goes wrong: how soon it refuses, what it takes in, when it has caught up.

All of it by its clients, of what they asked for while a fault lasted.
"""

import math
from collections.abc import Collection, Sequence

from experiments.measure.cost import ORDERS, Measure
from experiments.measure.metric import Value
from experiments.measure.observation import Loaded, Mark, NothingSeen, Observation
from experiments.measure.shares import good_share
from experiments.workload.samples import Sample
from experiments.workload.scoring import Outcome
from experiments.workload.summary import quantiles

SOON_MS = 1000.0


def during(seen: Observation, load: str = "") -> Sequence[Sample]:
    """What was meant to start under the fault of that load, or of the first."""
    loaded = seen.load(load)
    marks = marks_of(seen, loaded)
    return loaded.between(_first(marks, "inject").began_s, _first(marks, "clear").began_s)


def good_during(of: Collection[str], load: str = "") -> Measure:
    """Good share, in percent."""
    return lambda seen: good_share(during(seen, load), of)


def good_of(of: Collection[str], load: str) -> Measure:
    """Good share, in percent, over the scored window of a load."""
    return lambda seen: good_share(seen.load(load).scored, of)


def good_per_s(of: Collection[str], load: str) -> Measure:
    def measured(seen: Observation) -> Value:
        loaded = seen.load(load)
        good = [one.operation in of and one.outcome is Outcome.GOOD for one in loaded.scored]
        return sum(good) / loaded.plan.seconds

    return measured


def refused_soon(of: Collection[str], load: str = "") -> Measure:
    """Of the operations that were not good, those that were told so within SOON_MS and when to come
    back, in percent. None where all were good. An order that was taken in was not refused."""

    def measured(seen: Observation) -> Value:
        bad = [one for one in _of_fault_or_load(seen, load) if one.operation in of and _failed(one)]
        soon = [_is_refusal(one) and one.accept_ms < SOON_MS for one in bad]
        return 100 * sum(soon) / len(soon) if soon else None

    return measured


def answered_p99_ms(of: Collection[str], load: str = "") -> Measure:
    """Of all answers, refusals as well; one that never came counts with the client's timeout."""

    def measured(seen: Observation) -> Value:
        found = quantiles(
            one.accept_ms for one in _of_fault_or_load(seen, load) if one.operation in of
        )
        return found.p99_ms if found else None

    return measured


def accepted(seen: Observation) -> Value:
    """Orders that were taken in, in percent."""
    orders = _orders(seen)
    return 100 * sum(one.http_status == 201 for one in orders) / len(orders) if orders else None


def settled(seen: Observation) -> Value:
    """Orders that were seen final while they were watched, in percent of those taken in."""
    taken = [one for one in _orders(seen) if one.http_status == 201]
    return 100 * sum(one.settle_ms is not None for one in taken) / len(taken) if taken else None


def caught_up_s(seen: Observation) -> Value:
    """Seconds from the end of the fault until the last order of its time was final; 0 if it was so
    before. None where one was never seen so."""
    load, clear = seen.load(), seen.mark("clear")
    ends = [
        None if one.settle_ms is None else load.began_s + one.intended_s + one.settle_ms / 1000
        for one in _orders(seen)
        if one.http_status == 201
    ]
    final = [end for end in ends if end is not None]
    if not final or len(final) < len(ends):
        return None
    return max(0.0, max(final) - clear.began_s)


def told(name: str) -> Measure:
    """A probe's answer, as it is."""
    return lambda seen: seen.facts.get(name)


def _of_fault_or_load(seen: Observation, load: str) -> Sequence[Sample]:
    """A load without a fault is bad enough by itself."""
    loaded = seen.load(load)
    is_faulty = any(mark.kind == "inject" for mark in marks_of(seen, loaded))
    return during(seen, load) if is_faulty else loaded.scored


def marks_of(seen: Observation, load: Loaded) -> Sequence[Mark]:
    """Of the steps under it: before the next one began."""
    later = [one.began_s for one in seen.loads if one.began_s > load.began_s]
    until = min(later, default=math.inf)
    return [mark for mark in seen.marks if load.began_s <= mark.began_s < until]


def _orders(seen: Observation) -> Sequence[Sample]:
    return [one for one in during(seen) if one.operation in ORDERS]


def _failed(sample: Sample) -> bool:
    return sample.outcome in (Outcome.FAILED, Outcome.UNKNOWN) and sample.http_status != 201


def _is_refusal(sample: Sample) -> bool:
    return sample.http_status == 503 and not sample.error


def _first(marks: Sequence[Mark], kind: str) -> Mark:
    for mark in marks:
        if mark.kind == kind:
            return mark
    raise NothingSeen(f"the load has no {kind}")
