"""A replica dies and stays down: what does a second one of its part change?"""

from experiments.faults.replica_killed import replica_killed
from experiments.measure.metric import DIFFERENCE, Metric
from experiments.measure.resilience import good_during
from experiments.measure.shares import dependents_of, operations_without
from experiments.method.experiment import STEADY, Experiment
from experiments.method.steps import Scale, Step, clear, inject, load, wait
from experiments.topology import CATALOG
from experiments.workload.mixes import MIXED

OTHERS, DEPENDENTS = operations_without(CATALOG), dependents_of(CATALOG)
NAMES = {1: "one", 2: "two"}


def losing_one_of(replicas: int) -> tuple[Step, ...]:
    return (
        Scale(CATALOG, replicas), load(MIXED, name=NAMES[replicas]), wait(2),
        inject(replica_killed(CATALOG, stays_down=True)), wait(8), clear(CATALOG), wait(8),
    )  # fmt: skip


def good(replicas: int) -> tuple[Metric, ...]:
    name = NAMES[replicas]
    others, rest = good_during(OTHERS, name), good_during(DEPENDENTS, name)
    return (
        Metric(f"others_{name}", f"{name}: others good", "%", 1, others, DIFFERENCE, 1),
        Metric(f"rest_{name}", f"{name}: dependents good", "%", 1, rest, DIFFERENCE, 1),
    )


experiment = Experiment(
    name="resilience-replicas",
    question="One replica of the catalog is gone, and there are none left, or one: who notices?",
    steady_state=STEADY,
    method=(*losing_one_of(1), *losing_one_of(2)),
    metrics=(*good(1), *good(2)),
    extra_s=12.0,
)
