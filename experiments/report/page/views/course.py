"""The course of a load: good share and latency, second by second."""

import math
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from experiments.measure.observation import Loaded, Mark, Observation
from experiments.measure.shares import EVERY_OPERATION, dependents_of, good_share
from experiments.report.page.views.operations import seconds_of
from experiments.topology import FEATURES
from experiments.workload.samples import Sample
from experiments.workload.summary import figures

ALL: Final = "all operations"
Value = float | None


@dataclass(frozen=True)
class Curve:
    """One kind of operations. `seconds` are whole ones, 0 being the start of the scored window;
    `share` (percent) and `p95_ms` (of the answers) are None in a second without operations."""

    of: str
    seconds: tuple[int, ...]
    share: tuple[Value, ...]
    p95_ms: tuple[Value, ...]


def curves(seen: Observation, load: Loaded) -> tuple[Curve, ...]:
    """A curve for each kind of operations: where a fault was injected under this load, those that
    can do without the broken feature, and those that cannot."""
    feature = _broken(steps_under(seen, load))
    if feature is None:
        return (_curve(load, ALL, EVERY_OPERATION),)
    dependents = _dependents_of(feature)
    return (
        _curve(load, f"operations without {feature}", EVERY_OPERATION - dependents),
        _curve(load, f"operations with {feature}", dependents),
    )


@cache
def _dependents_of(feature: str) -> frozenset[str]:
    """Read from the contract once, not for each visit."""
    return dependents_of(feature)


def steps_under(seen: Observation, load: Loaded) -> tuple[Mark, ...]:
    """What was done between this load's beginning and the next one's, or the end."""
    later = [other.began_s for other in seen.loads if other.began_s > load.began_s]
    until = min(later, default=math.inf)
    end = min(until, load.window_s[1])
    return tuple(mark for mark in seen.marks if load.began_s <= mark.began_s < end)


def _broken(marks: Sequence[Mark]) -> str | None:
    """The feature of the first injected fault."""
    for mark in marks:
        feature = mark.about.rpartition(" ")[2]
        if mark.kind == "inject" and feature in FEATURES:
            return feature
    return None


def _curve(load: Loaded, name: str, of: Collection[str]) -> Curve:
    by_second: defaultdict[int, list[Sample]] = defaultdict(list)
    for sample in load.samples:
        if sample.operation in of:
            by_second[math.floor(sample.intended_s - load.plan.warmup_s)].append(sample)
    seconds = seconds_of(load)
    inside = [by_second[second] for second in seconds]
    return Curve(
        of=name,
        seconds=tuple(seconds),
        share=tuple(good_share(samples) for samples in inside),
        p95_ms=tuple(_p95_ms(samples, load) for samples in inside),
    )


def _p95_ms(samples: Sequence[Sample], load: Loaded) -> Value:
    """By the rules of every other latency: an unanswered operation counts with the timeout."""
    accept = figures(samples, 1.0, load.plan).accept
    return accept.p95_ms if accept else None
