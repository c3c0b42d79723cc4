"""A metric's children by their labels, found by a look into a dictionary, and never too many."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from prometheus_client.metrics import MetricWrapperBase

M = TypeVar("M", bound=MetricWrapperBase)
MOST = 500
OTHER = "other"


class Series(Generic[M]):
    """Labels are chosen so that all their values are known beforehand. Should one ever not be, what
    comes after the first MOST combinations counts as `other`."""

    def __init__(self, metric: M, labels: Sequence[str]) -> None:
        self._metric = metric
        self._rest = (OTHER,) * len(labels)
        self._children: dict[tuple[str, ...], M] = {}

    def of(self, *labels: str) -> M:
        child = self._children.get(labels)
        if child is None:
            child = self._metric.labels(*(labels if len(self._children) < MOST else self._rest))
            if len(self._children) < MOST:
                self._children[labels] = child
        return child
