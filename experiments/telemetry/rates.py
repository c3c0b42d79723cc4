"""What two scrapes of the same replicas say: increases, sums, and a quantile of a histogram."""

from collections.abc import Iterable, Iterator, Mapping
from math import inf

from experiments.telemetry.scrape import Labels, Series

Replicas = Mapping[int, Series]
"""By port."""

Grown = list[tuple[Labels, float]]


def values(replicas: Replicas, name: str) -> Iterator[tuple[Labels, float]]:
    """All series of a metric, on all replicas."""
    for series in replicas.values():
        yield from _of(series, name)


def total(replicas: Replicas, name: str) -> float | None:
    """The sum over replicas and labels; None where nobody has the metric."""
    found = [value for _, value in values(replicas, name)]
    return sum(found) if found else None


def highest(replicas: Replicas, name: str) -> float | None:
    """The highest over replicas and labels; None where nobody has the metric."""
    return max((value for _, value in values(replicas, name)), default=None)


def increases(before: Replicas, after: Replicas, name: str) -> Grown:
    """By how much each series of a counter has grown, on the replicas that answered both times. One
    that has shrunk began anew, as in Prometheus' increase()."""
    grown: Grown = []
    for port, series in after.items():
        if port in before:
            for labels, value in _of(series, name):
                was = before[port].get((name, labels), 0.0)
                grown.append((labels, value - was if was <= value else value))
    return grown


def quantile(share: float, grown: Iterable[tuple[Labels, float]]) -> float | None:
    """Of the observations that the increases of a histogram's buckets count, linear within a
    bucket, as Prometheus' histogram_quantile(); None if there were none."""
    counts: dict[float, float] = {}
    for labels, count in grown:
        bound = float(dict(labels)["le"])
        counts[bound] = counts.get(bound, 0.0) + count
    rank = share * max(counts.values(), default=0.0)
    lower, below = 0.0, 0.0
    for bound in sorted(counts):
        if counts[bound] >= rank > 0:
            within = (rank - below) / (counts[bound] - below)
            return lower if bound == inf else lower + (bound - lower) * within
        lower, below = bound, counts[bound]
    return None


def _of(series: Series, name: str) -> Iterator[tuple[Labels, float]]:
    for (metric, labels), value in series.items():
        if metric == name:
            yield labels, value
