"""When one feature breaks, what happens to the others?"""

from experiments.faults.crash import crash
from experiments.faults.fault import Fault
from experiments.measure.metric import DIFFERENCE, Metric
from experiments.measure.recovery import recovery
from experiments.measure.shares import dependents_of, loss, operations_without, share_during
from experiments.method.experiment import STEADY, Experiment
from experiments.method.steps import clear, inject, load, wait
from experiments.topology import RECOMMENDATIONS
from experiments.workload.mixes import MIXED


def isolation(fault: Fault, name: str = "") -> Experiment:
    others, dependents = operations_without(fault.feature), dependents_of(fault.feature)
    return Experiment(
        name=name or f"isolation-{fault.name}-{fault.feature}".replace(" ", "-"),
        question=f"{fault.feature.capitalize()}: {fault.name}. Can shoppers do the rest?",
        steady_state=STEADY,
        method=(load(MIXED), wait(2), inject(fault), wait(10), clear(fault.feature), wait(16)),
        metrics=(
            Metric("loss_of_others", "others lose", "pt", 1, loss(others), DIFFERENCE, 1),
            Metric("others_good", "others good", "%", 1, share_during(others), DIFFERENCE, 1),
            Metric("rest_good", "dependents good", "%", 1, share_during(dependents), DIFFERENCE, 1),
            Metric("recovery_s", "recovery time", "s", 1, recovery("clear"), margin=1.25),
        ),
    )


experiment = isolation(crash(RECOMMENDATIONS), "failure-isolation")
