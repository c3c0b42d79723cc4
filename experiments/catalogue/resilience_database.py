"""The database of the orders is down for half a minute, or stands still: what are shoppers told?"""

from experiments.faults.database_killed import database_killed
from experiments.faults.database_paused import database_paused
from experiments.faults.fault import Fault
from experiments.measure.metric import DIFFERENCE, Metric
from experiments.measure.recovery import recovery
from experiments.measure.resilience import answered_p99_ms, refused_soon
from experiments.measure.shares import dependents_of, operations_without, share_during
from experiments.method.experiment import STEADY, Experiment
from experiments.method.steps import clear, inject, load, wait
from experiments.topology import ORDERS
from experiments.workload.mixes import MIXED

OTHERS, DEPENDENTS = operations_without(ORDERS), dependents_of(ORDERS)
TAIL = 1.25


def without_database(name: str, fault: Fault, seconds: float) -> Experiment:
    p99_ms, soon = answered_p99_ms(DEPENDENTS), refused_soon(DEPENDENTS)
    return Experiment(
        name=f"resilience-database-{name}",
        question=f"{str(fault).capitalize()}: who is served, and who is told to come back?",
        steady_state=STEADY,
        method=(load(MIXED), wait(2), inject(fault), wait(seconds), clear(ORDERS), wait(12)),
        metrics=(
            Metric("others_good", "others good", "%", 1, share_during(OTHERS), DIFFERENCE, 1),
            Metric("refused_soon", "refused within 1 s", "%", 1, soon, DIFFERENCE, 1),
            Metric("rest_p99_ms", "dependents, p99", "ms", 0, p99_ms, margin=TAIL),
            Metric("recovery_s", "recovery time", "s", 1, recovery("clear"), margin=TAIL),
        ),
    )


experiments = (
    without_database("down", database_killed(ORDERS, stays_down=True), 30),
    without_database("hangs", database_paused(ORDERS), 12),
)
