"""What a visit measures: one value a metric, from the samples, the usage and the clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from experiments.stacks.protocol import Usage
from experiments.workload.operations import PLACE_ORDER
from experiments.workload.plan import LoadPlan
from experiments.workload.samples import Sample
from experiments.workload.summary import Figures, Quantiles, figures

MIB = 2**20
Values = Mapping[str, float | None]


@dataclass(frozen=True)
class Metric:
    """A row of the table. `compare`: by ratio, or (for shares) by difference in points."""

    key: str
    label: str
    unit: str
    digits: int
    compare: Literal["ratio", "points"] = "ratio"


METRICS = (
    Metric("good_per_s", "good operations", "/s", 1),
    Metric("good_share", "good share", "%", 1, "points"),
    Metric("read_median_ms", "reads, median", "ms", 1),
    Metric("read_p99_ms", "reads, p99", "ms", 1),
    Metric("accept_median_ms", "accept, median", "ms", 1),
    Metric("accept_p99_ms", "accept, p99", "ms", 1),
    Metric("settle_median_ms", "settle, median", "ms", 1),
    Metric("settle_p99_ms", "settle, p99", "ms", 1),
    Metric("cpu_ms", "CPU an operation", "ms", 2),
    Metric("memory_mean_mib", "memory, mean", "MiB", 0),
    Metric("memory_peak_mib", "memory, peak", "MiB", 0),
    Metric("start_s", "start", "s", 1),
)


@dataclass(frozen=True)
class Consumption:
    """What the arm used over the scored window, and its memory at moments within it."""

    cpu_seconds: float
    memory_bytes: tuple[int, ...]


def consumption(before: Usage, during: Sequence[Usage], after: Usage) -> Consumption:
    moments = (before, *during, after)
    return Consumption(
        cpu_seconds=after.cpu_seconds - before.cpu_seconds,
        memory_bytes=tuple(usage.memory_bytes for usage in moments),
    )


def values_of(
    samples: Sequence[Sample], plan: LoadPlan, used: Consumption, start_s: float
) -> Values:
    """By the metrics' keys; None where there was nothing to take it from.

    Operations count that were meant to start in the scored window. The CPU is taken from the
    window's start until the last of them is over, and shared out among them.
    """
    scored = [one for one in samples if plan.warmup_s <= one.intended_s < plan.total_s]
    everything = figures(scored, plan.seconds, plan)
    reads = figures([one for one in scored if one.operation != PLACE_ORDER], plan.seconds, plan)
    orders = figures([one for one in scored if one.operation == PLACE_ORDER], plan.seconds, plan)
    return {
        "good_per_s": everything.good_per_s,
        "good_share": _percent(everything),
        **_pair("read", reads.accept),
        **_pair("accept", orders.accept),
        **_pair("settle", orders.settle),
        "cpu_ms": 1000 * used.cpu_seconds / len(scored) if scored else None,
        "memory_mean_mib": fmean(used.memory_bytes) / MIB,
        "memory_peak_mib": max(used.memory_bytes) / MIB,
        "start_s": start_s,
    }


def _percent(seen: Figures) -> float | None:
    return None if seen.good_share is None else 100 * seen.good_share


def _pair(name: str, seen: Quantiles | None) -> dict[str, float | None]:
    return {
        f"{name}_median_ms": None if seen is None else seen.median_ms,
        f"{name}_p99_ms": None if seen is None else seen.p99_ms,
    }
