"""A row of the table: one metric over all scored blocks."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from experiments.analysis.gates import OrderEffect, order_effect
from experiments.analysis.question import Pair, Scale
from experiments.analysis.verdict import Verdict, judge
from experiments.measure.metric import Metric, Value


@dataclass(frozen=True)
class Row:
    """`labels`: the baseline's first. `pairs` are of the scored blocks, `first` of all blocks as
    they were first visited, disturbed or not. `unheld` are those that a load the metric needs was
    too much for, with the `most` replicas that a part might have."""

    experiment: str
    metric: Metric
    labels: tuple[str, str]
    pairs: tuple[Pair, ...]
    first: tuple[Pair, ...] = ()
    unheld: tuple[str, ...] = ()
    most: int = 0

    @property
    def values(self) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
        """The baseline's by block, and the other's."""
        return tuple(pair.baseline for pair in self.pairs), tuple(pair.other for pair in self.pairs)

    @property
    def medians(self) -> tuple[Value, Value]:
        one, two = self.values
        return _median(one), _median(two)

    @property
    def by_ratio(self) -> bool:
        return self.metric.scale is Scale.RATIO

    @property
    def finding(self) -> Verdict:
        """Estimate and interval of the other arm against the baseline. Its ruling is that of no
        claim: whether the other arm's value lies above the baseline's."""
        return judge(self.metric.question, self.pairs)

    @property
    def order(self) -> OrderEffect:
        """Whether it mattered which side was visited first."""
        return order_effect(self.metric.question, self.pairs)

    def as_json(self) -> dict[str, Any]:
        finding = self.finding
        return {
            "experiment": self.experiment,
            "key": self.metric.key,
            "label": self.metric.label,
            "unit": self.metric.unit,
            "scale": self.metric.scale.value,
            "margin": self.metric.margin,
            "visits": dict(zip(self.labels, map(list, self.values), strict=True)),
            "medians": dict(zip(self.labels, self.medians, strict=True)),
            "estimate": finding.estimate,
            "low": finding.low,
            "high": finding.high,
            "half_width": finding.half_width,
            "remarks": [*self._why(), *finding.remarks],
            "order_effect": self.order.problem,
        }

    def _why(self) -> Iterator[str]:
        for label in self.unheld:
            yield f"{label}: {self.most} replicas did not hold it"


def _median(values: tuple[Value, ...]) -> Value:
    known = [value for value in values if value is not None]
    return median(known) if known else None
