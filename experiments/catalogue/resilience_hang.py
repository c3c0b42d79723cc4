"""A feature hangs that others wait for: one that a page can do without, and one that it cannot."""

from dataclasses import replace

from experiments.catalogue.failure_isolation import isolation
from experiments.faults.hang import hang
from experiments.measure.metric import Metric
from experiments.measure.resilience import answered_p99_ms, refused_soon
from experiments.measure.shares import dependents_of, operations_without
from experiments.method.experiment import Experiment
from experiments.topology import INVENTORY, RECOMMENDATIONS

TAIL = 1.25


def hanging(feature: str) -> Experiment:
    others, dependents = operations_without(feature), dependents_of(feature)
    isolated = isolation(hang(feature), f"resilience-hang-{feature}")
    others_ms, rest_ms = answered_p99_ms(others), answered_p99_ms(dependents)
    soon = refused_soon(dependents)
    return replace(
        isolated,
        metrics=(
            *isolated.metrics,
            Metric("others_p99_ms", "others, p99", "ms", 0, others_ms, margin=TAIL),
            Metric("rest_p99_ms", "dependents, p99", "ms", 0, rest_ms, margin=TAIL),
            Metric("refused_soon", "refused within 1 s", "%", 0, soon),
        ),
    )


experiments = (hanging(INVENTORY), hanging(RECOMMENDATIONS))
