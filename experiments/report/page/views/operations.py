"""What came of each operation under a load: second by second, and over the scored window."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from experiments.measure.observation import Loaded
from experiments.workload.operations import OPERATIONS
from experiments.workload.samples import Sample
from experiments.workload.scoring import Outcome
from experiments.workload.summary import Quantiles, figures


@dataclass(frozen=True)
class OperationView:
    """`counts` and `good` have an entry for each second of the load, the warm-up's first.
    `accept` and `settle` are latencies over the scored window, None where there are none."""

    name: str
    counts: tuple[int, ...]
    good: tuple[int, ...]
    accept: Quantiles | None
    settle: Quantiles | None


def seconds_of(load: Loaded) -> range:
    """The whole seconds of a load, 0 being the start of its scored window."""
    return range(-math.ceil(load.plan.warmup_s), math.ceil(load.plan.seconds))


def operations(load: Loaded) -> tuple[OperationView, ...]:
    """Of those that were asked for, in the workload's order."""
    asked: defaultdict[str, list[Sample]] = defaultdict(list)
    for sample in load.samples:
        asked[sample.operation].append(sample)
    return tuple(_view(name, asked[name], load) for name in OPERATIONS if name in asked)


def _view(name: str, samples: Sequence[Sample], load: Loaded) -> OperationView:
    seconds = seconds_of(load)
    counts, good = dict.fromkeys(seconds, 0), dict.fromkeys(seconds, 0)
    for sample in samples:
        second = math.floor(sample.intended_s - load.plan.warmup_s)
        if second in counts:
            counts[second] += 1
            good[second] += sample.outcome is Outcome.GOOD
    begin_s, end_s = load.plan.warmup_s, load.plan.total_s
    scored = [one for one in samples if begin_s <= one.intended_s < end_s]
    window = figures(scored, load.plan.seconds, load.plan)
    return OperationView(
        name, tuple(counts.values()), tuple(good.values()), window.accept, window.settle
    )
