"""From samples to figures: shares, rates and quantiles. Pure; no intervals, no verdicts.

- Latency covers good, slow and unknown operations. One without an answer counts with the
  client's timeout, a lower bound, so that giving up cannot look fast; a failed one says nothing
  about speed and is left out.
- Time to settle covers acknowledged orders. One never seen final counts with the patience of the
  client, again a lower bound.
- Quantiles interpolate linearly between closest ranks: Hyndman and Fan's type 7 ("Sample
  Quantiles in Statistical Packages", 1996), the default of numpy and R.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from experiments.workload.operations import PLACE_ORDER
from experiments.workload.plan import LoadPlan
from experiments.workload.samples import Sample
from experiments.workload.scoring import Outcome


@dataclass(frozen=True)
class Quantiles:
    """In milliseconds."""

    median_ms: float
    p95_ms: float
    p99_ms: float


@dataclass(frozen=True)
class Figures:
    """What a window held. Latencies are None where there was nothing to take them from."""

    count: int
    good: int
    slow: int
    failed: int
    unknown: int
    unsettled: int
    window_s: float
    accept: Quantiles | None
    settle: Quantiles | None

    @property
    def good_per_s(self) -> float:
        return self.good / self.window_s


def figures(samples: Sequence[Sample], window_s: float, plan: LoadPlan) -> Figures:
    counts = {outcome: sum(one.outcome is outcome for one in samples) for outcome in Outcome}
    orders = [one for one in samples if one.operation == PLACE_ORDER and one.order_id]
    settled = [one.settle_ms for one in orders if one.settle_ms is not None]
    unsettled = len(orders) - len(settled)
    return Figures(
        count=len(samples),
        good=counts[Outcome.GOOD],
        slow=counts[Outcome.SLOW],
        failed=counts[Outcome.FAILED],
        unknown=counts[Outcome.UNKNOWN],
        unsettled=unsettled,
        window_s=window_s,
        accept=quantiles([_waited(one, plan) for one in samples if _tells_speed(one)]),
        settle=quantiles(settled + [1000 * plan.settle_patience_s] * unsettled),
    )


def _tells_speed(sample: Sample) -> bool:
    return sample.outcome is not Outcome.FAILED


def _waited(sample: Sample, plan: LoadPlan) -> float:
    if sample.outcome is Outcome.UNKNOWN:
        return max(sample.accept_ms, 1000 * plan.timeout_s)
    return sample.accept_ms


def quantiles(values: Iterable[float]) -> Quantiles | None:
    ordered = sorted(values)
    if not ordered:
        return None
    return Quantiles(*(quantile(ordered, at) for at in (0.5, 0.95, 0.99)))


def quantile(ordered: Sequence[float], at: float) -> float:
    """The `at` quantile (0..1) of sorted values, type 7. Raises IndexError if there are none."""
    place = at * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
